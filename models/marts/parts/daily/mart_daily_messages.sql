with turns as (
    select * from {{ ref('fct_turns') }}
),

replies as (
    select * from {{ ref('fct_replies') }}
),

messages as (
    select * from {{ ref('fct_messages_daily') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ dates_to_count() }}
),

turn_counts as (
    select
        turns.connection,
        turns.channel,
        {{ reporting_date('turns.started_at', 'dates') }} as date_on,
        count(*) as turns,
        count(turns.answered_at) as answered_turns,
        cast(sum(turns.messages) as bigint) as messages_in_turns,
        cast(sum(
            case when turns.answered_at is not null then turns.messages else 0 end
        ) as bigint) as messages_in_answered_turns
    from turns
    inner join dates on {{ on_date_to_count('turns.started_at') }}
    where turns.exclusion_reason is null
    {{ group_by_first(3) }}
),

reply_counts as (
    select
        replies.connection,
        replies.channel,
        {{ reporting_date('replies.sent_at', 'dates') }} as date_on,
        count(*) as replies,
        count(*) filter (where replies.answers_turn) as unique_messages_replied
    from replies
    inner join dates on {{ on_date_to_count('replies.sent_at') }}
    where replies.exclusion_reason is null
    {{ group_by_first(3) }}
),

keys as (
    select
        connection,
        channel,
        sent_on as date_on
    from messages
    union
    select
        connection,
        channel,
        date_on
    from turn_counts
    union
    select
        connection,
        channel,
        date_on
    from reply_counts
)

select
    keys.connection,
    channels.channel_group,
    keys.channel,
    keys.date_on,
    coalesce(messages.inbound_messages, 0) as messages_received,
    coalesce(turn_counts.turns, 0) as turns,
    coalesce(turn_counts.answered_turns, 0) as answered_turns,
    coalesce(turn_counts.messages_in_turns, 0) as messages_in_turns,
    coalesce(turn_counts.messages_in_answered_turns, 0) as messages_in_answered_turns,
    coalesce(reply_counts.replies, 0) as replies,
    coalesce(reply_counts.unique_messages_replied, 0) as unique_messages_replied
from keys
inner join channels on keys.channel = channels.channel
left join messages
    on
        keys.connection = messages.connection
        and keys.channel = messages.channel
        and keys.date_on = messages.sent_on
left join turn_counts
    on
        keys.connection = turn_counts.connection
        and keys.channel = turn_counts.channel
        and keys.date_on = turn_counts.date_on
left join reply_counts
    on
        keys.connection = reply_counts.connection
        and keys.channel = reply_counts.channel
        and keys.date_on = reply_counts.date_on
