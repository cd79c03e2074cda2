with source as (
    select * from {{ source('raw_fivetran_intercom', 'admin') }}
    where superseded_by_load_id is null
),

team_admins as (
    select * from {{ source('raw_fivetran_intercom', 'team_admin') }}
    where superseded_by_load_id is null
),

groups as (
    select * from {{ ref('stg_fivetran_intercom__groups') }}
),

-- An admin of several teams is named after the first of them.
teams as (
    select
        team_admins.connection,
        team_admins.admin_id,
        {{ arg_min('groups.name', natural_order('groups.group_id')) }} as team
    from team_admins
    inner join groups
        on
            team_admins.connection = groups.connection
            and team_admins.team_id = groups.group_id
    where not {{ fivetran_deleted('team_admins') }}
    group by team_admins.connection, team_admins.admin_id
),

renamed as (
    select
        source.connection,
        source.id as agent_id,
        source.name,
        teams.team,
        source.job_title as role,
        cast(null as timestamp) as valid_from,
        cast(null as timestamp) as valid_to,
        source.load_id
    from source
    left join teams
        on source.connection = teams.connection and source.id = teams.admin_id
)

select * from renamed
