{{ config(
    materialized='incremental', incremental_strategy='by_period', meta={'day': 'sent_on'}
) }}

with dates as (
    select * from {{ dates_to_count() }}
),

messages as (
    select * from {{ ref('fct_messages') }}
    where
        exclusion_reason is null
        and {{ only_counted('cast(sent_at as date)', 'dates', 'date_on') }}
),

-- Counted by quarter of an hour first, which no time zone since 1970 cuts: local days are then
-- looked up for thousands of rows instead of millions.
by_quarter as (
    select
        messages.connection,
        messages.channel,
        {{ quarter_of('messages.sent_at') }} as quarter_at,
        count(*) filter (where messages.is_public and messages.sender_kind = 'customer')
            as inbound_messages,
        count(*) filter (where messages.is_public and messages.sender_kind = 'agent')
            as human_replies,
        count(*) filter (where messages.is_public and messages.sender_kind in ('bot', 'automation'))
            as bot_messages,
        count(*) filter (where not messages.is_public and messages.sender_kind = 'agent')
            as internal_notes,
        count(*) as messages
    from messages
    group by
        messages.connection,
        messages.channel,
        {{ quarter_of('messages.sent_at') }}
)

select
    by_quarter.connection,
    {{ reporting_date('by_quarter.quarter_at', 'dates') }} as sent_on,
    by_quarter.channel,
    cast(sum(by_quarter.inbound_messages) as bigint) as inbound_messages,
    cast(sum(by_quarter.human_replies) as bigint) as human_replies,
    cast(sum(by_quarter.bot_messages) as bigint) as bot_messages,
    cast(sum(by_quarter.internal_notes) as bigint) as internal_notes,
    cast(sum(by_quarter.messages) as bigint) as messages
from by_quarter
inner join dates on cast(by_quarter.quarter_at as date) = dates.date_on
group by
    by_quarter.connection,
    {{ reporting_date('by_quarter.quarter_at', 'dates') }},
    by_quarter.channel
