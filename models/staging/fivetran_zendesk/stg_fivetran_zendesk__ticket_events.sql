with source as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_field_history') }}
    where superseded_by_load_id is null
),

user_roles as (
    select * from {{ ref('stg_fivetran_zendesk__user_roles') }}
),

changes as (
    select
        *,
        case
            when field_name = 'status' then {{ zendesk_status('value') }}
            else nullif(trim(value), '')
        end as new_value
    from source
    where
        field_name in ('status', 'assignee_id', 'group_id', 'priority')
        and updated <= {{ as_of() }}
        and not {{ fivetran_deleted() }}
),

renamed as (
    select
        changes.connection,
        concat(
            changes.ticket_id, '|', changes.field_name, '|',
            {{ iso_instant('changes.updated') }}
        ) as event_id,
        changes.ticket_id,
        changes.updated as occurred_at,
        changes.field_name as field,
        changes.new_value,
        case
            when changes.via_channel = 'rule' then 'automation'
            when changes.user_id = '-1' then 'system'
            when changes.user_id is not null then coalesce(user_roles.sender_kind, 'unknown')
        end as actor_kind,
        changes.user_id as actor_id,
        changes.load_id
    from changes
    left join user_roles
        on
            changes.connection = user_roles.connection
            and changes.user_id = user_roles.user_id
            and changes.updated > user_roles.applies_after
            and changes.updated <= user_roles.applies_until
    -- A status cannot be unset; one that is no word of Zendesk's is counted by a test.
    where changes.field_name <> 'status' or changes.new_value is not null
)

select * from renamed
