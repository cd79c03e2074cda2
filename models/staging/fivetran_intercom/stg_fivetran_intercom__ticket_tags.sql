with source as (
    select * from {{ source('raw_fivetran_intercom', 'conversation_tag_history') }}
    where superseded_by_load_id is null
),

tags as (
    select * from {{ source('raw_fivetran_intercom', 'tag') }}
    where superseded_by_load_id is null
),

renamed as (
    select
        source.connection,
        source.conversation_id as ticket_id,
        coalesce(trim(tags.name), source.tag_id) as tag,
        cast(null as timestamp) as added_at,
        cast(null as timestamp) as removed_at,
        max(source.load_id) as load_id
    from source
    left join tags
        on source.connection = tags.connection and source.tag_id = tags.id
    where
        not {{ fivetran_inactive('source') }}
        and not {{ fivetran_deleted('tags') }}
    group by source.connection, source.conversation_id, coalesce(trim(tags.name), source.tag_id)
)

select * from renamed
