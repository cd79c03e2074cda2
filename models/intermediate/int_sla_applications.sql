with contacts as (
    select * from {{ ref('int_contacts') }}
),

ticket_sla as (
    select * from {{ in_scope(ref('int_ticket_sla_unioned'), keys=['connection', 'ticket_id']) }}
),

targets as (
    select * from {{ ref('int_sla_targets') }}
),

source_policies as (
    select distinct
        connection,
        policy_id,
        policy_key
    from targets
    where not is_default
),

-- A source that delivers policies also tells which of them applies to which ticket.
set_on_tickets as (
    select
        contacts.contact_key,
        source_policies.policy_key,
        source_policies.policy_id,
        ticket_sla.applied_at
    from ticket_sla
    inner join contacts
        on
            ticket_sla.connection = contacts.connection
            and ticket_sla.ticket_id = contacts.ticket_id
    inner join source_policies
        on
            ticket_sla.connection = source_policies.connection
            and ticket_sla.policy_id = source_policies.policy_id
),

series as (
    select distinct
        connection,
        channel
    from contacts
),

defaults as (
    select * from {{ default_policies('series', 'targets') }} as chosen
),

applications as (
    select
        contact_key,
        policy_key,
        policy_id,
        applied_at
    from set_on_tickets
    union all
    select
        contacts.contact_key,
        defaults.policy_key,
        defaults.policy_id,
        cast(null as timestamp) as applied_at
    from contacts
    inner join defaults
        on contacts.connection = defaults.connection and contacts.channel = defaults.channel
)

-- The first policy holds from the beginning, each until the next.
select
    contact_key,
    policy_key,
    policy_id,
    applied_at,
    case
        when row_number() over applied_in_order > 1 then applied_at
        else timestamp '0001-01-01'
    end as holds_from,
    lead(applied_at, 1, timestamp '9999-12-31') over applied_in_order as holds_until,
    lead(policy_id) over applied_in_order is null as is_last
from applications
window applied_in_order as (
    partition by contact_key order by applied_at nulls first, policy_id
)
