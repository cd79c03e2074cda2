with source as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket') }}
    where superseded_by_load_id is null
),

brands as (
    select * from {{ source('raw_fivetran_zendesk', 'brand') }}
    where superseded_by_load_id is null
),

schedule_assignments as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_schedule') }}
    where superseded_by_load_id is null
),

assigned_schedules as (
    select
        connection,
        ticket_id,
        {{ arg_max('schedule_id', 'created_at') }} as schedule_id,
        max(load_id) as load_id
    from schedule_assignments
    where
        created_at <= {{ as_of() }}
        and not {{ fivetran_deleted() }}
    group by connection, ticket_id
),

-- The survivor lists the tickets that were merged into it.
merged as (
    select
        connection,
        id as survivor_id,
        {{ each(all_matches('merged_ticket_ids', '[0-9]+')) }} as ticket_id,
        coalesce(updated_at, created_at) as updated_at,
        load_id
    from source
    where merged_ticket_ids is not null
),

survivors as (
    select
        connection,
        ticket_id,
        {{ arg_max('survivor_id', '(updated_at, survivor_id)') }} as survivor_id,
        max(load_id) as load_id
    from merged
    group by connection, ticket_id
),

renamed as (
    select
        source.connection,
        'fivetran_zendesk' as source_type,
        source.id as ticket_id,
        source.via_channel as channel,
        source.created_at,
        {{ zendesk_status('source.status') }} as status,
        source.priority,
        source.subject,
        source.requester_id,
        source.assignee_id,
        source.group_id,
        brands.name as brand,
        cast(null as {{ type_text() }}) as locale,
        cast(null as {{ type_text() }}) as device,
        cast(null as {{ type_text() }}) as lifecycle_stage,
        assigned_schedules.schedule_id,
        survivors.survivor_id as merged_into_ticket_id,
        coalesce(source.via_channel in ('sample_ticket', 'sample_interactive_ticket'), false)
            as is_test,
        {{ fivetran_deleted('source') }} as is_deleted,
        false as is_truncated,
        cast(null as {{ type_text() }}) as tier,
        greatest(
            source.load_id, coalesce(assigned_schedules.load_id, 0), coalesce(survivors.load_id, 0)
        ) as load_id
    from source
    left join brands
        on source.connection = brands.connection and source.brand_id = brands.id
    left join assigned_schedules
        on
            source.connection = assigned_schedules.connection
            and source.id = assigned_schedules.ticket_id
    left join survivors
        on source.connection = survivors.connection and source.id = survivors.ticket_id
    where source.created_at <= {{ as_of() }}
)

select * from renamed
