with source as (
    select * from {{ source('raw_fivetran_zendesk', 'user') }}
    where superseded_by_load_id is null
),

user_roles as (
    select * from {{ ref('stg_fivetran_zendesk__user_roles') }}
),

assignees as (
    select * from {{ ref('stg_fivetran_zendesk__assignees') }}
),

ever_agents as (
    select
        connection,
        user_id as agent_id
    from user_roles
    where sender_kind = 'agent'
    union
    select
        connection,
        agent_id
    from assignees
),

renamed as (
    select
        ever_agents.connection,
        ever_agents.agent_id,
        source.name,
        cast(null as {{ type_text() }}) as team,
        lower(trim(source.role)) as role,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to,
        coalesce(source.load_id, assignees.load_id) as load_id
    from ever_agents
    left join source
        on ever_agents.connection = source.connection and ever_agents.agent_id = source.id
    left join assignees
        on
            ever_agents.connection = assignees.connection
            and ever_agents.agent_id = assignees.agent_id
)

select * from renamed
