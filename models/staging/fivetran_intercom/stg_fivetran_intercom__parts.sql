with source as (
    select * from {{ source('raw_fivetran_intercom', 'conversation_part_history') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        connection,
        id as part_id,
        conversation_id,
        created_at,
        lower(trim(part_type)) as part_type,
        nullif(trim(body), '') as body,
        case
            when author_type in ('user', 'lead', 'contact') then 'customer'
            when author_type = 'admin' then 'agent'
            when author_type = 'bot' then 'bot'
            else 'unknown'
        end as author_kind,
        author_id,
        assigned_to_id,
        lower(trim(assigned_to_type)) as assigned_to_type,
        load_id
    from source
    where
        created_at <= {{ as_of() }}
        and not {{ fivetran_inactive() }}
)

select * from renamed
