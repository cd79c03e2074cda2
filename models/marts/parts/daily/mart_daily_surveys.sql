{%- set asked = [
    'connection', 'channel_group', 'channel', 'date_on', 'kind', 'scale_min', 'scale_max'
] -%}

with surveys as (
    select *
    from {{ ref('fct_surveys') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ dates_to_count() }}
),

dated as (
    select
        *,
        coalesce(offered_at, responded_at) as asked_at,
        coalesce(responded_at, offered_at) as rated_at
    from surveys
),

-- Surveys by the date on which they were sent, ratings by the date on which they were given.
offers as (
    select
        dated.connection,
        dated.channel_group,
        dated.channel,
        {{ reporting_date('dated.asked_at', 'dates') }} as date_on,
        dated.kind,
        dated.scale_min,
        dated.scale_max,
        count(*) as surveys_offered,
        count(dated.score) as surveys_answered
    from dated
    inner join dates on cast(dated.asked_at as date) = dates.date_on
    {{ group_by_first(7) }}
),

ratings as (
    select
        dated.connection,
        dated.channel_group,
        dated.channel,
        {{ reporting_date('dated.rated_at', 'dates') }} as date_on,
        dated.kind,
        dated.scale_min,
        dated.scale_max,
        count(*) as rated,
        sum(cast(dated.score as decimal(18, 6))) as score_total,
        sum(cast(round(
            10000000 * (dated.score - dated.scale_min)
            / nullif(dated.scale_max - dated.scale_min, 0)
        ) as bigint)) as rescaled_millionths,
        count(*) filter (where dated.is_satisfied) as satisfied,
        count(*) filter (where dated.nps_class = 'promoter') as promoters,
        count(*) filter (where dated.nps_class = 'detractor') as detractors
    from dated
    inner join dates on cast(dated.rated_at as date) = dates.date_on
    where dated.is_latest
    {{ group_by_first(7) }}
),

dated_figures as (
    {{ union_by_name({
        'offers': asked + ['surveys_offered', 'surveys_answered'],
        'ratings': asked + [
            'rated', 'score_total', 'rescaled_millionths', 'satisfied', 'promoters', 'detractors'
        ]
    }) }}
)

select
    connection,
    channel_group,
    channel,
    date_on,
    kind,
    scale_min,
    scale_max,
    cast(coalesce(sum(surveys_offered), 0) as bigint) as surveys_offered,
    cast(coalesce(sum(surveys_answered), 0) as bigint) as surveys_answered,
    cast(coalesce(sum(rated), 0) as bigint) as rated,
    sum(score_total) as score_total,
    cast(sum(rescaled_millionths) as bigint) as rescaled_millionths,
    case when kind = 'csat' then cast(coalesce(sum(satisfied), 0) as bigint) end as satisfied,
    case when kind = 'nps' then cast(coalesce(sum(promoters), 0) as bigint) end as promoters,
    case when kind = 'nps' then cast(coalesce(sum(detractors), 0) as bigint) end as detractors
from dated_figures
group by connection, channel_group, channel, date_on, kind, scale_min, scale_max
