with contacts as (
    select * from {{ ref('int_contacts') }}
),

outcomes as (
    select * from {{ ref('int_contact_outcomes') }}
),

states as (
    select * from {{ ref('int_contact_states') }}
),

conversations as (
    select * from {{ ref('int_contact_conversations') }}
),

first_turns as (
    select
        contact_key,
        open_us_at_start,
        open_us_at_reply
    from {{ ref('int_exchange_clock') }}
    where turn_number = 1
),

as_of_pieces as (
    select
        schedule_key,
        {{ open_microseconds(as_of(), 'piece') }} as open_us_at_as_of
    from {{ ref('int_schedule_pieces') }} as piece
    where {{ in_piece(as_of(), 'piece.schedule_key', 'piece') }}
),

joined as (
    select
        contacts.contact_key,
        contacts.created_at,
        contacts.open_us_at_creation,
        outcomes.status,
        outcomes.is_resolved,
        outcomes.is_status_dated,
        outcomes.first_resolved_at,
        outcomes.resolved_at,
        case
            when outcomes.is_outbound then conversations.first_customer_message_at
            else contacts.created_at
        end as reply_clock_started_at,
        case
            when outcomes.is_outbound then first_turns.open_us_at_start
            else contacts.open_us_at_creation
        end as open_us_at_reply_start,
        case when not contacts.is_truncated then conversations.first_reply_at end as first_reply_at,
        case when not contacts.is_truncated then first_turns.open_us_at_reply end
            as open_us_at_first_reply,
        case when not contacts.is_truncated then conversations.first_any_reply_at end
            as first_any_reply_at,
        states.open_us_at_first_resolution,
        case when outcomes.is_resolved then states.open_us_at_last_resolution end
            as open_us_at_resolution,
        {{ microseconds(as_of()) }} - {{ microseconds('contacts.created_at') }} as age_us,
        as_of_pieces.open_us_at_as_of,
        coalesce(states.new_us, 0) as new_us,
        coalesce(states.open_us, 0) as open_us,
        coalesce(states.pending_us, 0) as pending_us,
        coalesce(states.on_hold_us, 0) as on_hold_us,
        coalesce(states.new_business_us, 0) - contacts.open_us_at_creation as new_business_us,
        coalesce(states.open_business_us, 0) as open_business_us,
        case
            when contacts.open_us_at_creation is not null
                then coalesce(states.pending_business_us, 0)
        end as pending_business_us,
        case
            when contacts.open_us_at_creation is not null
                then coalesce(states.on_hold_business_us, 0)
        end as on_hold_business_us,
        coalesce(states.unassigned_us, 0) as unassigned_us,
        case
            when states.has_assignee_events then states.assignee_id
            else contacts.ticket_assignee_id
        end as assignee_id,
        coalesce(states.has_assignee_events, false) or contacts.ticket_assignee_id is null
            as is_assignment_dated
    from contacts
    inner join outcomes on contacts.contact_key = outcomes.contact_key
    left join states on contacts.contact_key = states.contact_key
    left join conversations on contacts.contact_key = conversations.contact_key
    left join first_turns on contacts.contact_key = first_turns.contact_key
    left join as_of_pieces on contacts.schedule_key = as_of_pieces.schedule_key
),

-- The state that still runs lasts until as_of.
tailed as (
    select
        *,
        new_us + open_us + case when status in ('new', 'open') then age_us else 0 end
            as agent_work_us,
        on_hold_us + case when status = 'on_hold' then age_us else 0 end as on_hold_total_us,
        pending_us + case when status = 'pending' then age_us else 0 end as pending_total_us,
        new_business_us + open_business_us
        + case when status in ('new', 'open') then open_us_at_as_of else 0 end
            as agent_work_business_us,
        on_hold_business_us + case when status = 'on_hold' then open_us_at_as_of else 0 end
            as on_hold_business_total_us,
        pending_business_us + case when status = 'pending' then open_us_at_as_of else 0 end
            as pending_business_total_us,
        unassigned_us + case when not is_resolved and assignee_id is null then age_us else 0 end
            as unassigned_total_us
    from joined
)

select
    contact_key,
    assignee_id,
    first_reply_at,
    coalesce(
        first_reply_at < reply_clock_started_at
        or first_any_reply_at < reply_clock_started_at
        or first_resolved_at < created_at
        or resolved_at < created_at,
        false
    ) as has_clock_skew,
    {{ seconds_between('reply_clock_started_at', 'first_reply_at') }} as first_reply_seconds,
    {{ to_seconds(not_negative('(open_us_at_first_reply - open_us_at_reply_start)')) }}
        as first_reply_business_seconds,
    {{ seconds_between('reply_clock_started_at', 'first_any_reply_at') }}
        as first_reply_any_seconds,
    {{ seconds_between('created_at', 'first_resolved_at') }} as first_resolution_seconds,
    {{ to_seconds('(open_us_at_first_resolution - open_us_at_creation)') }}
        as first_resolution_business_seconds,
    {{ seconds_between('created_at', 'resolved_at') }} as full_resolution_seconds,
    {{ to_seconds('(open_us_at_resolution - open_us_at_creation)') }}
        as full_resolution_business_seconds,
    case when is_status_dated then {{ to_seconds('(agent_work_us + on_hold_total_us)') }} end
        as requester_wait_seconds,
    case
        when is_status_dated
            then {{ to_seconds('(agent_work_business_us + on_hold_business_total_us)') }}
    end as requester_wait_business_seconds,
    case when is_status_dated then {{ to_seconds('pending_total_us') }} end as agent_wait_seconds,
    case when is_status_dated then {{ to_seconds('pending_business_total_us') }} end
        as agent_wait_business_seconds,
    case when is_status_dated then {{ to_seconds('on_hold_total_us') }} end as on_hold_seconds,
    case when is_status_dated then {{ to_seconds('on_hold_business_total_us') }} end
        as on_hold_business_seconds,
    case when is_status_dated then {{ to_seconds('agent_work_us') }} end as agent_work_seconds,
    case when is_status_dated then {{ to_seconds('agent_work_business_us') }} end
        as agent_work_business_seconds,
    case
        when is_status_dated and is_assignment_dated then {{ to_seconds('unassigned_total_us') }}
    end as unassigned_seconds
from tailed
