{{ config(pre_hook="{{ keep_as_it_was(['cost_rates']) }}") }}

with rates as (
    select
        *,
        coalesce(valid_from, date '1900-01-01') as first_on,
        coalesce(valid_to, date '2999-12-31') + 1 as ends_on
    from {{ ref('cost_rates') }}
),

connections as (
    select connection from {{ ref('int_connection_coverage') }}
),

channels as (
    select * from {{ ref('channels') }}
),

-- The channel's own row wins over one for any, and a connection's row over one for any.
applicable as (
    select
        connections.connection,
        channels.channel,
        rates.hourly_rate,
        rates.currency,
        rates.first_on,
        rates.ends_on,
        case when rates.channel is null then 2 else 0 end
        + case when rates.connection is null then 1 else 0 end as choice
    from connections
    cross join channels
    inner join rates
        on
            connections.connection = coalesce(rates.connection, connections.connection)
            and channels.channel = coalesce(rates.channel, channels.channel)
),

bounds as (
    select
        connection,
        channel,
        first_on as bound_on
    from applicable
    union
    select
        connection,
        channel,
        ends_on as bound_on
    from applicable
),

spans as (
    select
        connection,
        channel,
        bound_on as first_on,
        lead(bound_on) over (partition by connection, channel order by bound_on) as ends_on
    from bounds
)

select
    spans.connection,
    spans.channel,
    {{ local_to_utc('cast(spans.first_on as timestamp)', reporting_time_zone()) }} as starts_at,
    {{ local_to_utc('cast(spans.ends_on as timestamp)', reporting_time_zone()) }} as ends_at,
    cast(round({{ arg_min('applicable.hourly_rate', 'applicable.choice') }} * 1000000) as bigint)
        as hourly_rate_millionths,
    any_value(applicable.currency) as currency
from spans
inner join applicable
    on
        spans.connection = applicable.connection
        and spans.channel = applicable.channel
        and spans.first_on >= applicable.first_on
        and spans.ends_on <= applicable.ends_on
group by spans.connection, spans.channel, spans.first_on, spans.ends_on
