-- No message or call side is lost or counted twice: of every connection, the messages that
-- contacts count and those of orphans are the messages of staging.
with contacts as (
    select
        connection,
        sum(inbound_messages + human_replies + bot_messages + internal_notes + other_messages)
            as counted
    from {{ ref('fct_contacts') }}
    group by connection
),

orphans as (
    select * from {{ ref('orphans') }}
),

-- A call is a message when a customer queued it, and another when it was answered.
calls as (
    select
        calls.connection,
        sum(calls.sides) as sides,
        coalesce(sum(calls.sides) filter (where orphans.ticket_id is not null), 0) as orphan_sides
    from (
        select
            connection,
            ticket_id,
            cast(direction = 'inbound' as integer)
            + cast(answered_at is not null as integer) as sides
        from {{ ref('int_calls_unioned') }}
    ) as calls
    left join orphans
        on
            orphans.table_name = 'calls'
            and calls.connection = orphans.connection
            and calls.ticket_id = orphans.ticket_id
    group by calls.connection
),

messages as (
    select
        connection,
        count(*) as messages
    from {{ ref('int_messages_unioned') }}
    group by connection
),

orphan_messages as (
    select
        connection,
        sum(rows) as messages
    from orphans
    where table_name = 'messages'
    group by connection
),

sides as (
    select
        contacts.connection,
        contacts.counted,
        coalesce(orphan_messages.messages, 0) as orphan_messages,
        coalesce(calls.orphan_sides, 0) as orphan_call_sides,
        coalesce(messages.messages, 0) as messages,
        coalesce(calls.sides, 0) as call_sides
    from contacts
    left join messages on contacts.connection = messages.connection
    left join calls on contacts.connection = calls.connection
    left join orphan_messages on contacts.connection = orphan_messages.connection
)

select * from sides
where counted + orphan_messages + orphan_call_sides <> messages + call_sides
