-- One row per survey offered after a contact was solved; some are answered. Reopened contacts are
-- rated worse, and the others so much better that the channel's own level stands.
with solved as (
    select
        n,
        h,
        channel_group,
        promoters,
        detractors,
        coalesce(solved_again_s, solved_s) + 3600 as offered_s,
        if(
            reopened_s is null,
            satisfied + 250000 * reopened // (1000000 - reopened),
            satisfied - 250000
        ) as satisfied,
    from contact
    where solved_s is not null and (reopened_s is null or solved_again_s is not null)
),

offers as (
    select *, 'csat' as kind, 1 as kind_no, if(channel_group = 'chat', 0, 1) as scale_min,
        if(channel_group = 'chat', 1, 5) as scale_max,
    from solved
    where happens(draw(h, 'asked csat'), 400000)

    union all
    select *, 'nps', 2, 0, 10
    from solved
    where happens(draw(h, 'asked nps'), 100000)

    union all
    select *, 'ces', 3, 1, 7
    from solved
    where happens(draw(h, 'asked ces'), 50000)
),

hashed as (
    select
        *,
        n * 20 + kind_no as survey_no,
        mix32(n * 20 + kind_no) as survey_hash,
    from offers
    where offered_s < {horizon_s}
),

responded as (
    select
        *,
        if(
            happens(draw(survey_hash, 'responds'), 350000),
            until_horizon(offered_s + spread(43200, draw(survey_hash, 'responds after'))),
            null
        ) as responded_s,
        happens(draw(survey_hash, 'satisfied'), satisfied) as is_satisfied,
    from hashed
),

scored as (
    select
        *,
        case
            when responded_s is null then null
            when kind = 'nps' and happens(draw(survey_hash, 'satisfied'), promoters)
                then 9 + pick(draw(survey_hash, 'score'), 2)
            when kind = 'nps' and happens(draw(survey_hash, 'satisfied'), 1000000 - detractors)
                then 7 + pick(draw(survey_hash, 'score'), 2)
            when kind = 'nps' then pick(draw(survey_hash, 'score'), 7)
            when kind = 'ces' and is_satisfied then 5 + pick(draw(survey_hash, 'score'), 3)
            when kind = 'ces' then 1 + pick(draw(survey_hash, 'score'), 4)
            when scale_max = 1 then is_satisfied::bigint
            when is_satisfied then 4 + happens(draw(survey_hash, 'score'), 650000)::bigint
            else 1 + pick(draw(survey_hash, 'score'), 3)
        end as score,
    from responded
)

select
    survey_no::varchar as survey_id,
    ticket_text(n) as ticket_id,
    kind,
    instant(offered_s) as offered_at,
    instant(responded_s) as responded_at,
    score::double as score,
    scale_min::double as scale_min,
    scale_max::double as scale_max,
    if(
        responded_s is not null and happens(draw(survey_hash, 'comments'), 200000),
        if(is_satisfied, 'Quick and friendly.', 'Took too long.'),
        null
    ) as comment,
    case
        when responded_s is not null and happens(draw(survey_hash, 'changes mind'), 5000)
            then 'changed'
        else 'once'
    end as delivery,
    offered_s as sort_s,
    survey_no as sort_no,
from scored
