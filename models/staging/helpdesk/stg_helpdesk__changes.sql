{#- A table: its text is another every night, and views are not made anew. -#}
{{ config(materialized='table') }}

{#- Tables whose rows belong to a ticket, with the id that a deletion names them by and the instants
    that say from when on they are there. -#}
{%- set of_tickets = {
    'tickets': ('ticket_id', ['created_at']),
    'messages': ('message_id', ['sent_at']),
    'ticket_events': ('event_id', ['occurred_at']),
    'calls': ('call_id', ['queued_at', 'answered_at', 'abandoned_at']),
    'chat_sessions': ('chat_id', ['started_at', 'accepted_at', 'ended_at', 'handed_over_at']),
    'surveys': ('survey_id', ['offered_at', 'responded_at']),
    'work_sessions': ('session_id', ['started_at']),
    'tasks': ('task_id', ['assigned_at', 'completed_at', 'cancelled_at']),
    'leads': ('lead_id', ['captured_at', 'converted_at']),
    'ticket_tags': (none, ['added_at', 'removed_at']),
    'ticket_sla': (none, ['applied_at']),
} -%}
{#- Activities that need no ticket: their own days change. -#}
{%- set of_days = {
    'tasks': ('task_id', ['assigned_at', 'completed_at', 'cancelled_at']),
    'leads': ('lead_id', ['captured_at', 'converted_at']),
    'portal_sessions': ('session_id', ['started_at']),
} -%}

{% if renders_changes() -%}
    {#- Until a work session ends it lasts until as_of. -#}
    {%- set lasting -%}
        raw.started_at <= {{ as_of() }} and raw.ended_at > {{ since() }} and {{ since() }} < {{ as_of() }}
    {%- endset -%}
    with deletions as (
        select
            deletion.connection,
            deletion.table_name,
            deletion.id
        from {{ changed_rows(source('raw_helpdesk', 'deletions'), ['deleted_at']) }} as deletion
    ),

    {% for table, (id, instants) in of_tickets.items() -%}
        changed_{{ table }} as (
            select
                changed.connection,
                changed.ticket_id
            from {{ changed_rows(
                source('raw_helpdesk', table), instants, lasting if table == 'work_sessions'
            ) }} as changed
            where changed.ticket_id is not null
            {%- if id %}
                union all
                select
                    changed.connection,
                    changed.ticket_id
                from {{ source('raw_helpdesk', table) }} as changed
                inner join deletions
                    on
                        changed.connection = deletions.connection
                        and deletions.table_name = '{{ table }}'
                        and changed.{{ id }} = deletions.id
                where changed.ticket_id is not null
            {%- endif %}
        ),

    {% endfor -%}
    {% for table, (id, instants) in of_days.items() -%}
        moved_{{ table }} as (
            select
                changed.connection,
                unnest([{{ instants | join(", ") }}]) as occurred_at
            from {{ changed_rows(source('raw_helpdesk', table), instants) }} as changed
            union all
            select
                changed.connection,
                unnest([{{ instants | join(", ") }}]) as occurred_at
            from {{ source('raw_helpdesk', table) }} as changed
            inner join deletions
                on
                    changed.connection = deletions.connection
                    and deletions.table_name = '{{ table }}'
                    and changed.{{ id }} = deletions.id
        ),

    {% endfor -%}
    changes as (
        {%- for table in of_tickets %}
            select
                connection,
                'ticket' as kind,
                ticket_id as id,
                cast(null as timestamp) as occurred_at
            from changed_{{ table }}
            union all
        {%- endfor %}
        {%- for table in of_days %}
            select
                connection,
                'day' as kind,
                cast(null as varchar) as id,
                occurred_at
            from moved_{{ table }}
            union all
        {%- endfor %}
        select
            changed.connection,
            'requester' as kind,
            changed.customer_id as id,
            cast(null as timestamp) as occurred_at
        from {{ changed_rows(source('raw_helpdesk', 'customers')) }} as changed
        union all
        select
            connection,
            case table_name
                when 'customers' then 'requester'
                when 'sla_policies' then 'connection'
                else 'agent'
            end as kind,
            id,
            cast(null as timestamp) as occurred_at
        from deletions
        where table_name in ('customers', 'sla_policies', 'agents')
    {%- for table, kind in {
        'agents': 'agent', 'schedules': 'connection', 'holidays': 'connection',
        'sla_policies': 'connection',
    }.items() %}
            union all
            select
                changed.connection,
                '{{ kind }}' as kind,
                cast(null as varchar) as id,
                cast(null as timestamp) as occurred_at
            from {{ changed_rows(source('raw_helpdesk', table)) }} as changed
        {%- endfor %}
    )

    select distinct
        connection,
        kind,
        id,
        occurred_at
    from changes
    where kind <> 'day' or occurred_at is not null
{%- else -%}
{{ without_rows({
    'connection': type_text(), 'kind': type_text(), 'id': type_text(), 'occurred_at': 'timestamp',
}) }}
{%- endif %}
