-- Two costs of one connection, channel and date would leave open which of them holds.
with costs as (
    select
        'rate' as cost,
        connection,
        channel,
        coalesce(valid_from, date '1900-01-01') as first_on,
        coalesce(valid_to, date '2999-12-31') as last_on
    from {{ ref('cost_rates') }}
    union all
    select
        'fixed' as cost,
        connection,
        channel,
        coalesce(valid_from, date '1900-01-01') as first_on,
        coalesce(valid_to, date '2999-12-31') as last_on
    from {{ ref('channel_fixed_costs') }}
)

select
    *,
    lead(first_on) over (partition by cost, connection, channel order by first_on, last_on)
        as next_first_on
from costs
qualify next_first_on <= last_on
