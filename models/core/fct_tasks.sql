with tasks as (
    select
        *,
        {{ stable_key(['connection', 'ticket_id'], nullable='ticket_id') }} as contact_key
    from {{ ref('int_tasks_unioned') }}
),

contacts as (
    select * from {{ ref('int_contact_outcomes') }}
)

select
    {{ stable_key(['tasks.connection', 'tasks.task_id']) }} as task_key,
    tasks.contact_key,
    tasks.connection,
    contacts.exclusion_reason,
    tasks.task_id,
    {{ stable_key(['tasks.connection', 'tasks.assignee_id']) }} as assignee_key,
    tasks.assigned_at,
    tasks.completed_at,
    tasks.cancelled_at,
    case
        when tasks.completed_at is not null then 'completed'
        when tasks.cancelled_at is not null then 'cancelled'
        else 'open'
    end as status,
    {{ seconds_between('tasks.assigned_at', 'tasks.completed_at') }} as completion_seconds
from tasks
left join contacts on tasks.contact_key = contacts.contact_key
where tasks.contact_key is null or contacts.contact_key is not null
