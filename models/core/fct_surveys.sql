{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with surveys as (
    select
        *,
        {{ stable_key(['connection', 'ticket_id']) }} as contact_key
    from {{ in_scope(ref('int_surveys_unioned'), keys=['connection', 'ticket_id']) }}
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

thresholds as (
    select * from {{ ref('csat_thresholds') }}
),

-- Satisfaction without a declared scale is on 1 to 5; a recommendation is always on 0 to 10.
scaled as (
    select
        surveys.contact_key,
        surveys.connection,
        surveys.survey_id,
        surveys.kind,
        surveys.offered_at,
        surveys.responded_at,
        surveys.score,
        contacts.exclusion_reason,
        contacts.channel,
        contacts.channel_group,
        case surveys.kind
            when 'csat' then coalesce(surveys.scale_min, 1)
            when 'nps' then 0
            else surveys.scale_min
        end as scale_min,
        case surveys.kind
            when 'csat' then coalesce(surveys.scale_max, 5)
            when 'nps' then 10
            else surveys.scale_max
        end as scale_max,
        coalesce(own.satisfied_from_share, shared.satisfied_from_share) as satisfied_from_share
    from surveys
    inner join contacts on surveys.contact_key = contacts.contact_key
    left join thresholds as own on surveys.connection = own.connection
    left join thresholds as shared on shared.connection is null
)

select
    {{ stable_key(['connection', 'survey_id']) }} as survey_key,
    contact_key,
    connection,
    exclusion_reason,
    survey_id,
    channel,
    channel_group,
    kind,
    offered_at,
    responded_at,
    score,
    scale_min,
    scale_max,
    score is not null and row_number() over (
        partition by contact_key, kind
        order by
            score is null,
            coalesce(responded_at, offered_at) desc nulls last,
            {{ natural_order('survey_id') }} desc
    ) = 1 as is_latest,
    case
        when kind = 'csat'
            then score - scale_min >= satisfied_from_share * (scale_max - scale_min)
    end as is_satisfied,
    case
        when kind <> 'nps' or score is null then null
        when score >= 9 then 'promoter'
        when score > 6 then 'passive'
        else 'detractor'
    end as nps_class
from scaled
