with source as (
    select * from {{ source('raw_fivetran_zendesk', 'user') }}
    where superseded_by_load_id is null
),

tickets as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket') }}
),

organizations as (
    select * from {{ source('raw_fivetran_zendesk', 'organization') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        source.connection,
        source.id as customer_id,
        nullif(lower(trim(source.email)), '') as email,
        source.name,
        organizations.name as segment,
        cast(null as {{ type_text() }}) as industry,
        cast(null as boolean) as is_lost,
        cast(null as timestamp) as lost_at,
        source.load_id
    from source
    left join organizations
        on
            source.connection = organizations.connection
            and source.organization_id = organizations.id
    where
        not {{ fivetran_deleted('source') }}
        and (
            coalesce(lower(trim(source.role)), '') not in ('agent', 'admin')
            -- Agents ask for help too.
            or exists (
                select 1 from tickets
                where tickets.connection = source.connection and tickets.requester_id = source.id
            )
        )
)

select * from renamed
