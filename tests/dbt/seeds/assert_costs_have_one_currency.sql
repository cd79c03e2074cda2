-- Amounts in two currencies cannot be added up: convert one of them in the seed.
with connections as (
    select connection from {{ ref('int_connection_coverage') }}
),

costs as (
    select
        connection,
        currency
    from {{ ref('cost_rates') }}
    union all
    select
        connection,
        currency
    from {{ ref('channel_fixed_costs') }}
)

select count(distinct currency) as currencies
from costs
where connection is null or connection in (select connections.connection from connections)
having count(distinct currency) > 1
