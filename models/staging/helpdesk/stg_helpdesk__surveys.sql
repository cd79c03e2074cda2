with source as (
    select
        *,
        -- A response without an instant is one of before the load.
        score is not null and coalesce(responded_at <= {{ as_of() }}, true) as has_response
    from {{ source('raw_helpdesk', 'surveys') }}
    where superseded_by_load_id is null
),

deletions as (
    select * from {{ ref('stg_helpdesk__deletions') }}
    where table_name = 'surveys'
),

renamed as (
    select
        source.connection,
        source.survey_id,
        source.ticket_id,
        source.kind,
        source.offered_at,
        case when source.responded_at <= {{ as_of() }} then source.responded_at end as responded_at,
        case when source.has_response then source.score end as score,
        source.scale_min,
        source.scale_max,
        case when source.has_response then source.comment end as comment,
        source.load_id
    from source
    left join deletions
        on source.connection = deletions.connection and source.survey_id = deletions.id
    where
        deletions.id is null
        and coalesce(source.offered_at, source.responded_at, {{ as_of() }}) <= {{ as_of() }}
)

select * from renamed
