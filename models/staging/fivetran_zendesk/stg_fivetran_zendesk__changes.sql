{#- A table: its text is another every night, and views are not made anew. -#}
{{ config(materialized='table') }}

{#- Tables whose rows belong to a ticket, and the instants that say from when on they count. -#}
{%- set of_tickets = {
    'ticket': ('id', ['created_at', '_fivetran_synced']),
    'ticket_comment': ('ticket_id', ['created', '_fivetran_synced']),
    'ticket_field_history': ('ticket_id', ['updated', '_fivetran_synced']),
    'ticket_chat': ('ticket_id', ['_fivetran_synced']),
    'ticket_schedule': ('ticket_id', ['created_at', '_fivetran_synced']),
    'ticket_tag': ('ticket_id', ['_fivetran_synced']),
    'ticket_sla_policy': ('ticket_id', ['policy_applied_at']),
} -%}

{% if renders_changes() -%}
    with users as (
        select * from {{ source('raw_fivetran_zendesk', 'user') }}
    ),

    chats as (
        select * from {{ source('raw_fivetran_zendesk', 'ticket_chat') }}
    ),

    chat_events as (
        select
            changed.connection,
            changed.chat_id
        from {{ source('raw_fivetran_zendesk', 'ticket_chat_event') }} as changed
        where {{ has_changed('changed', ['created_at', '_fivetran_synced']) }}
    ),

    -- What is written of a user at every sign-in changes nothing here.
    changed_users as (
        select distinct
            changed.connection,
            changed.id
        from users as changed
        where
            {{ has_changed('changed', ['_fivetran_synced']) }}
            or {{ has_arrived('changed') }}
    ),

    told_differently as (
        select
            users.connection,
            users.id
        from users
        inner join changed_users
            on users.connection = changed_users.connection and users.id = changed_users.id
        group by users.connection, users.id
        having
            min(users.load_id) > {{ since_load() }}
            or count(distinct {
                'role': users.role, 'name': users.name, 'email': users.email,
                'organization_id': users.organization_id, 'is_deleted': users._fivetran_deleted
            }) > 1
    ),

    changed_tickets as (
        {% for table, (ticket_id, instants) in of_tickets.items() -%}
            select
                changed.connection,
                cast(changed.{{ ticket_id }} as varchar) as ticket_id
            from {{ source('raw_fivetran_zendesk', table) }} as changed
            where {{ has_changed('changed', instants) }}
            union all
        {% endfor -%}
        -- The survivor lists the tickets that were merged into it.
        select
            changed.connection,
            unnest(regexp_extract_all(changed.merged_ticket_ids, '\d+')) as ticket_id
        from {{ source('raw_fivetran_zendesk', 'ticket') }} as changed
        where {{ has_changed('changed', ['created_at', '_fivetran_synced']) }}
        union all
        -- A chat without its ticket is an orphan under its own id.
        select
            changed.connection,
            changed.chat_id as ticket_id
        from chats as changed
        where {{ has_changed('changed', ['_fivetran_synced']) }}
        union all
        select
            chat_events.connection,
            coalesce(chats.ticket_id, chat_events.chat_id) as ticket_id
        from chat_events
        left join chats
            on chat_events.connection = chats.connection and chat_events.chat_id = chats.chat_id
    ),

    -- Who was ever assigned is an agent, as long as no version of the user is held.
    new_assignees as (
        select
            changed.connection,
            changed.assignee_id as user_id
        from {{ source('raw_fivetran_zendesk', 'ticket') }} as changed
        where {{ has_arrived('changed') }}
        union all
        select
            changed.connection,
            trim(changed.value) as user_id
        from {{ source('raw_fivetran_zendesk', 'ticket_field_history') }} as changed
        where
            changed.field_name = 'assignee_id'
            and (
                {{ has_changed('changed', ['updated']) }}
                or {{ has_arrived('changed') }}
            )
    ),

    changes as (
        select
            connection,
            'ticket' as kind,
            ticket_id as id
        from changed_tickets
        union all
        select
            new_assignees.connection,
            'sender' as kind,
            new_assignees.user_id as id
        from new_assignees
        left join users
            on new_assignees.connection = users.connection and new_assignees.user_id = users.id
        where users.id is null
        {#- (No figure of a day shows an agent's name, and there are no teams here.) #}
        {%- for kind in ['requester', 'sender'] %}
            union all
            select
                connection,
                '{{ kind }}' as kind,
                id
            from told_differently
        {%- endfor %}
    {%- for table, (kind, instant) in {
        'brand': ('connection', '_fivetran_synced'),
        'schedule': ('connection', '_fivetran_synced'),
        'schedule_holiday': ('connection', '_fivetran_synced'),
        'sla_policy_metric_history': ('connection', 'sla_policy_updated_at'),
    }.items() %}
            union all
            select
                changed.connection,
                '{{ kind }}' as kind,
                cast(null as varchar) as id
            from {{ source('raw_fivetran_zendesk', table) }} as changed
            where {{ has_changed('changed', [instant]) }}
        {%- endfor %}
    )

    select distinct
        connection,
        kind,
        id,
        cast(null as timestamp) as occurred_at
    from changes
    where id is not null or kind = 'connection'
{%- else -%}
{{ without_rows({
    'connection': type_text(), 'kind': type_text(), 'id': type_text(), 'occurred_at': 'timestamp',
}) }}
{%- endif %}
