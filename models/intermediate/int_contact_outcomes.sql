{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with contacts as (
    select * from {{ ref('int_contacts') }}
),

states as (
    select * from {{ ref('int_contact_states') }}
),

conversations as (
    select * from {{ ref('int_contact_conversations') }}
),

coverage as (
    select * from {{ ref('int_connection_coverage') }}
),

statuses as (
    select
        contacts.*,
        case
            when not coverage.has_status then null
            when states.has_status_events then states.status
            else coalesce(contacts.ticket_status, 'new')
        end as status,
        -- A state that no event dates has no known instant, but a new contact is new from creation.
        coverage.has_status
        and (
            coalesce(states.has_status_events, false)
            or coalesce(contacts.ticket_status, 'new') = 'new'
        ) as is_status_dated,
        coverage.has_assignment_events,
        coalesce(states.reopens, 0) as reopens,
        states.first_resolved_at,
        states.last_resolved_at,
        coalesce(conversations.is_outbound, false) as is_outbound,
        coalesce(conversations.human_replies, 0) as human_replies
    from contacts
    inner join coverage on contacts.connection = coverage.connection
    left join states on contacts.contact_key = states.contact_key
    left join conversations on contacts.contact_key = conversations.contact_key
)

select
    contact_key,
    connection,
    ticket_id,
    channel,
    schedule_key,
    is_truncated,
    person_key,
    channel_group,
    created_at,
    status,
    status in ('solved', 'closed') as is_resolved,
    is_status_dated,
    has_assignment_events as has_assignment_history,
    first_resolved_at,
    case when status in ('solved', 'closed') then last_resolved_at end as resolved_at,
    reopens,
    is_outbound,
    human_replies,
    case
        when is_deleted or ticket_status = 'deleted' or coalesce(status = 'deleted', false)
            then 'deleted'
        when ticket_status = 'spam' or coalesce(status = 'spam', false) then 'spam'
        when is_test then 'test'
        when survivor_key is not null then 'merged'
    end as exclusion_reason
from statuses
