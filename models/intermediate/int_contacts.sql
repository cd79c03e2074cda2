with tickets as {{ inlined() }} (
    select * from {{ ref('int_tickets') }}
),

merge_chains as (
    select * from {{ ref('int_merges') }}
    where survivor_key is not null
),

conversations as (
    select * from {{ ref('int_contact_conversations') }}
),

customers as (
    select * from {{ ref('int_customers_unioned') }}
),

channels as (
    select * from {{ ref('channels') }}
),

channel_schedules as (
    select * from {{ ref('channel_schedules') }}
),

schedules as (
    select distinct
        schedule_key,
        connection,
        schedule_id
    from {{ ref('int_schedules') }}
),

-- A survivor's clock starts at the earliest creation of its component.
survivors as (
    select
        merge_chains.survivor_key,
        min(tickets.created_at) as earliest_created_at
    from merge_chains
    inner join tickets on merge_chains.contact_key = tickets.contact_key
    group by merge_chains.survivor_key
),

pieces as (
    select * from {{ ref('int_schedule_pieces') }}
),

joined as (
    select
        tickets.*,
        merge_chains.survivor_key,
        least(tickets.created_at, survivors.earliest_created_at) as clock_started_at,
        coalesce(conversations.first_channel, tickets.channel) as contact_channel,
        {{ person_of('customers.email', 'tickets.connection', 'tickets.requester_id') }} as person
    from tickets
    left join merge_chains on tickets.contact_key = merge_chains.contact_key
    left join survivors on tickets.contact_key = survivors.survivor_key
    left join conversations on tickets.contact_key = conversations.contact_key
    left join customers
        on
            tickets.connection = customers.connection
            and tickets.requester_id = customers.customer_id
),

keyed as (
    select *
    from {{ with_their_schedules(
        'joined', 'tickets', 'channels', 'channel_schedules', 'schedules'
    ) }} as scheduled
)

select
    keyed.contact_key,
    keyed.connection,
    keyed.source_type,
    keyed.ticket_id,
    keyed.contact_channel as channel,
    channels.channel_group,
    keyed.brand,
    keyed.priority,
    keyed.status as ticket_status,
    keyed.requester_id,
    {{ stable_key(['keyed.person'], nullable='keyed.person') }} as person_key,
    keyed.assignee_id as ticket_assignee_id,
    keyed.clock_started_at as created_at,
    keyed.contact_schedule_id as schedule_id,
    keyed.schedule_key,
    {{ open_microseconds('keyed.clock_started_at', 'piece') }} as open_us_at_creation,
    {{ is_open_at('keyed.clock_started_at', 'piece') }} as created_in_business_hours,
    keyed.survivor_key,
    keyed.is_test,
    keyed.is_deleted,
    keyed.is_truncated
from keyed
inner join channels on keyed.contact_channel = channels.channel
left join pieces as piece
    on {{ in_piece('keyed.clock_started_at', 'keyed.schedule_key', 'piece') }}
