-- One row per connection with contacts to report on, and one for all connections together.
with

reported as (
    select distinct connection
    from core.fct_contacts
    where exclusion_reason is null
    union
    select null
    where exists (select 1 from core.fct_contacts where exclusion_reason is null)
),

figures as (
    select
        connection,
        count(*) as figures,
        count_if(statistic like 'share%' and value not between 0 and 1) as shares_outside,
        count_if(
            value < case when metric_id = 'nps' then -100 else 0 end or not isfinite(value)
        ) as impossible_values,
    from marts.mart_channel_metrics
    group by connection
)

select
    coalesce(reported.connection, 'all') as connection,
    coalesce(figures.figures, 0) as figures,
    coalesce(figures.shares_outside, 0) as shares_outside,
    coalesce(figures.impossible_values, 0) as impossible_values,
from reported
left join figures on reported.connection is not distinct from figures.connection
