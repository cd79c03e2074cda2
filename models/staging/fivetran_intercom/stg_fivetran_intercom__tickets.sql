with source as (
    select * from {{ source('raw_fivetran_intercom', 'conversation_history') }}
    where superseded_by_load_id is null
),

conversation_contacts as (
    select * from {{ source('raw_fivetran_intercom', 'conversation_contact_history') }}
    where superseded_by_load_id is null
),

parts as (
    select * from {{ ref('stg_fivetran_intercom__parts') }}
),

contacts as (
    select
        connection,
        conversation_id,
        {{ arg_min('contact_id', natural_order('contact_id')) }} as contact_id
    from conversation_contacts
    where not {{ fivetran_inactive() }}
    group by connection, conversation_id
),

first_customers as (
    select
        connection,
        conversation_id,
        {{ arg_min('author_id', '(created_at, ' ~ natural_order('part_id') ~ ')') }} as author_id
    from parts
    where author_kind = 'customer' and author_id is not null
    group by connection, conversation_id
),

renamed as (
    select
        source.connection,
        'fivetran_intercom' as source_type,
        source.id as ticket_id,
        source.source_type as channel,
        source.created_at,
        case
            when source.state = 'closed' then 'closed'
            when source.state = 'snoozed' then 'on_hold'
            when source.state = 'open' then 'open'
            when source.open then 'open'
            when not source.open then 'closed'
        end as status,
        source.priority,
        source.source_subject as subject,
        coalesce(
            case
                when source.source_author_type in ('user', 'lead', 'contact')
                    then source.source_author_id
            end,
            contacts.contact_id,
            first_customers.author_id
        ) as requester_id,
        case
            when coalesce(source.assignee_type, '') not in ('team', 'nobody_admin')
                then nullif(source.assignee_id, '0')
        end as assignee_id,
        coalesce(
            nullif(source.team_assignee_id, '0'),
            case when source.assignee_type = 'team' then source.assignee_id end
        ) as group_id,
        cast(null as {{ type_text() }}) as brand,
        cast(null as {{ type_text() }}) as locale,
        cast(null as {{ type_text() }}) as device,
        cast(null as {{ type_text() }}) as lifecycle_stage,
        cast(null as {{ type_text() }}) as schedule_id,
        cast(null as {{ type_text() }}) as merged_into_ticket_id,
        false as is_test,
        {{ fivetran_inactive('source') }} as is_deleted,
        false as is_truncated,
        cast(null as {{ type_text() }}) as tier,
        source.load_id
    from source
    left join contacts
        on
            source.connection = contacts.connection
            and source.id = contacts.conversation_id
    left join first_customers
        on
            source.connection = first_customers.connection
            and source.id = first_customers.conversation_id
    where source.created_at <= {{ as_of() }}
)

select * from renamed
