{#- Raw rows of a ticket, by the instants that say when something happened to it. -#}
{%- set told_at = {
    'tickets': ['created_at'],
    'messages': ['sent_at'],
    'ticket_events': ['occurred_at'],
    'calls': ['queued_at', 'answered_at', 'abandoned_at'],
    'chat_sessions': ['started_at', 'accepted_at', 'ended_at', 'handed_over_at'],
    'surveys': ['offered_at', 'responded_at'],
    'work_sessions': ['started_at', 'ended_at'],
    'tasks': ['assigned_at', 'completed_at', 'cancelled_at'],
    'leads': ['captured_at', 'converted_at'],
    'ticket_sla': ['applied_at'],
} -%}
{#- What is replaced by contact beside the facts of fact_instants. -#}
{%- set no_instant = ['cast(null as timestamp)'] -%}
{%- set held_beside = {
    'core.fct_replies': ['sent_at'],
    'core.fct_contact_definitions': no_instant,
    'core.bridge_contact_topics': no_instant,
    'quality.exclusions': no_instant,
    'quality.merge_errors': no_instant,
} -%}

{% if not execute or is_repair() -%}
    with bounds as (
        select
            {{ local_to_utc('cast(first_on as timestamp)', reporting_time_zone()) }} as starts_at,
            {{ local_to_utc('cast(last_on + 1 as timestamp)', reporting_time_zone()) }} as ends_at
        from (
            values ({{ repaired_days() or "date '1970-01-01', date '1970-01-01'" }})
        ) as chosen_days (first_on, last_on)
    ),

    tickets as (
        select
            connection,
            ticket_id,
            {{ stable_key(['connection', 'ticket_id']) }} as contact_key
        from {{ ref('int_tickets_unioned') }}
    ),

    -- By what raw tells, so that rows come back that facts have lost.
    told_of as (
        {%- for table, instants in told_at.items() %}
            select
                connection,
                ticket_id
            from {{ ref('int_' ~ table ~ '_unioned') }}
            where {{ is_of_repaired_connection() }} and {{ is_in_repaired_days(instants) }}
            union
        {%- endfor %}
        select
            connection,
            ticket_id
        from quality.orphans
        where {{ is_of_repaired_connection() }}
    ),

    -- By what facts hold, so that rows go that raw does not tell of.
    held as (
        {%- for fact, instants in fact_instants().items() %}
            select
                connection,
                contact_key,
                {{ is_in_repaired_days(instants) }} as is_in_days,
                coalesce({{ instants | join(', ') }}) is null as has_no_day
            from core.{{ fact }}
            where {{ is_of_repaired_connection() }}
            union all
        {%- endfor %}
        {%- for table, instants in held_beside.items() %}
            select
                connection,
                contact_key,
                {{ is_in_repaired_days(instants) }} as is_in_days,
                coalesce({{ instants | join(', ') }}) is null as has_no_day
            from {{ table }}
            where {{ is_of_repaired_connection() }}
            {{ "union all" if not loop.last }}
        {%- endfor %}
    )

    select
        connection,
        ticket_id,
        {{ stable_key(['connection', 'ticket_id']) }} as contact_key
    from told_of
    where ticket_id is not null
    union
    select
        coalesce(tickets.connection, held.connection) as connection,
        tickets.ticket_id,
        held.contact_key
    from held
    left join tickets on held.contact_key = tickets.contact_key
    where
        held.contact_key is not null
        and (held.is_in_days or (held.has_no_day and tickets.contact_key is null))
{%- else -%}
{{ without_rows({
    'connection': type_text(), 'ticket_id': type_text(), 'contact_key': type_key(),
}) }}
{%- endif %}
