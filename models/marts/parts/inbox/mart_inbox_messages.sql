{{ config(materialized='view') }}

with messages as (
    select * from {{ ref('fct_inbound_messages') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
)

select
    messages.connection,
    channels.channel_group,
    messages.channel,
    messages.sent_at,
    -- No time zone since 1970 cuts a quarter of an hour, so that few instants need a local time.
    {{ quarter_of('messages.sent_at') }} as quarter_at,
    messages.replies,
    messages.notes,
    messages.assignments,
    messages.status_changes,
    messages.actions,
    {{ whole_microseconds('messages.first_action_seconds') }} as first_action_us
from messages
left join channels on messages.channel = channels.channel
