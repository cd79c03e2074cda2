with tickets as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket') }}
),

field_history as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_field_history') }}
),

assignments as (
    select
        connection,
        assignee_id as agent_id,
        load_id
    from tickets
    where assignee_id is not null
    union all
    select
        connection,
        trim(value) as agent_id,
        load_id
    from field_history
    where
        field_name = 'assignee_id'
        and trim(value) <> ''
        and updated <= {{ as_of() }}
)

select
    connection,
    agent_id,
    max(load_id) as load_id
from assignments
group by connection, agent_id
