with source as (
    select * from {{ source('raw_fivetran_intercom', 'conversation_history') }}
    where superseded_by_load_id is null
),

parts as (
    select * from {{ ref('stg_fivetran_intercom__parts') }}
),

changes_of_ratings as (
    select * from {{ source('raw_fivetran_intercom', 'conversation_part_history') }}
    where superseded_by_load_id is null
),

-- Rated only after as_of: asked, and not answered yet.
rated_later as (
    select
        changes_of_ratings.connection,
        changes_of_ratings.conversation_id
    from changes_of_ratings
    where
        lower(trim(changes_of_ratings.part_type)) = 'conversation_rating_changed'
        and not {{ fivetran_inactive('changes_of_ratings') }}
    group by changes_of_ratings.connection, changes_of_ratings.conversation_id
    having min(changes_of_ratings.created_at) > {{ as_of() }}
),

-- The row says when the rating was asked for; when it was given stands in the parts alone.
ratings as (
    select
        connection,
        conversation_id,
        max(created_at) as responded_at,
        max(load_id) as load_id
    from parts
    where part_type = 'conversation_rating_changed'
    group by connection, conversation_id
),

renamed as (
    select
        source.connection,
        source.id as survey_id,
        source.id as ticket_id,
        'csat' as kind,
        source.conversation_rating_created_at as offered_at,
        ratings.responded_at,
        case
            when rated_later.conversation_id is null
                then cast(source.conversation_rating_value as double)
        end as score,
        cast(1 as double) as scale_min,
        cast(5 as double) as scale_max,
        case
            when rated_later.conversation_id is null
                then nullif(trim(source.conversation_rating_remark), '')
        end as comment,
        greatest(source.load_id, coalesce(ratings.load_id, 0)) as load_id
    from source
    left join ratings
        on
            source.connection = ratings.connection
            and source.id = ratings.conversation_id
    left join rated_later
        on
            source.connection = rated_later.connection
            and source.id = rated_later.conversation_id
    where
        (
            source.conversation_rating_created_at is not null
            or source.conversation_rating_value is not null
        )
        and coalesce(source.conversation_rating_created_at, source.created_at) <= {{ as_of() }}
        and not {{ fivetran_inactive('source') }}
)

select * from renamed
