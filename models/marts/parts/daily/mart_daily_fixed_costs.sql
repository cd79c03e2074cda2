{{ config(materialized='table') }}

with fixed_costs as (
    select * from {{ ref('channel_fixed_costs') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

data_days as (
    select date_on from {{ ref('mart_periods') }}
    where period_grain = 'all' and date_on between period_start and last_data_on
),

-- Channels on which a connection has contacts.
used as (
    select distinct
        connection,
        channel
    from {{ ref('mart_daily_contacts') }}
),

-- A row of the connection wins over one for any.
monthly as (
    select
        used.connection,
        used.channel,
        data_days.date_on,
        {{ arg_min(
            'fixed_costs.monthly_amount', 'fixed_costs.connection is null'
        ) }} * 1000000 as millionths,
        any_value(fixed_costs.currency) as currency
    from used
    inner join fixed_costs
        on
            used.channel = fixed_costs.channel
            and used.connection = coalesce(fixed_costs.connection, used.connection)
    inner join data_days
        on
            coalesce(fixed_costs.valid_from <= data_days.date_on, true)
            and coalesce(fixed_costs.valid_to >= data_days.date_on, true)
    group by used.connection, used.channel, data_days.date_on
),

-- A day bears what is due by its end less what was due the day before: days add up to their month.
shares as (
    select
        *,
        extract(day from date_on) as day_number,
        extract(day from last_day(date_on)) as days_in_month
    from monthly
)

select
    shares.connection,
    channels.channel_group,
    shares.channel,
    shares.date_on,
    cast(
        floor(shares.millionths * shares.day_number / shares.days_in_month)
        - floor(shares.millionths * (shares.day_number - 1) / shares.days_in_month)
        as bigint
    ) as fixed_cost_millionths,
    shares.currency
from shares
inner join channels on shares.channel = channels.channel
