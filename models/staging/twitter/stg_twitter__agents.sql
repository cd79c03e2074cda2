with threads as (
    select * from {{ ref('stg_twitter__threads') }}
),

renamed as (
    select
        connection,
        agent_id,
        signature as name,
        author_id as team,
        cast(null as {{ type_text() }}) as role,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to,
        max(load_id) as load_id
    from threads
    where agent_id is not null
    group by connection, agent_id, signature, author_id
)

select * from renamed
