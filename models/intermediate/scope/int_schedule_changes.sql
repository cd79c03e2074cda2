{#- Compares schedules, and whose they are, as the last build made them with what they are now. -#}
{{ config(post_hook="{{ forget_as_they_were(['int_schedule_pieces']) }}") }}

{%- set has_hours = seed_has_changed(['schedules', 'holidays']) -%}
{%- set has_schedules = seed_has_changed(['schedules', 'channel_schedules']) -%}
{#- The instants between which facts count open hours. -#}
{%- set clocked = {
    'fct_contacts': [
        'created_at', 'first_customer_message_at', 'first_reply_at', 'first_resolved_at', 'resolved_at',
    ],
    'fct_turns': ['started_at', 'answered_at'],
    'fct_replies': ['sent_at'],
    'fct_resolutions': ['resolved_at'],
    'fct_calls': ['queued_at'],
    'fct_sla': ["case when clock = 'business' then due_at end"],
} %}

{% if has_hours or has_schedules -%}
    with contacts as {{ inlined() }} ( -- noqa: PRS
        select * from core.fct_contacts
    ),

    outcomes as {{ inlined() }} (
        select * from intermediate.int_contact_outcomes
    ),

    {% if has_schedules -%}
        tickets as (
            select
                connection,
                ticket_id,
                schedule_id
            from {{ ref('int_tickets_unioned') }}
        ),

        channels as (
            select * from {{ ref('channels') }}
        ),

        channel_schedules as (
            select * from {{ ref('channel_schedules') }}
        ),

        schedules as (
            select distinct
                schedule_key,
                connection,
                schedule_id
            from {{ ref('int_schedules') }}
        ),

        held as (
            select
                contacts.contact_key,
                contacts.connection,
                contacts.channel as contact_channel,
                tickets.schedule_id,
                contacts.schedule_id as held_id,
                outcomes.schedule_key as held_key
            from contacts
            inner join outcomes on contacts.contact_key = outcomes.contact_key
            inner join tickets
                on
                    contacts.connection = tickets.connection
                    and contacts.ticket_id = tickets.ticket_id
        ),

        with_another_schedule as (
            select contact_key
            from {{ with_their_schedules(
                'held', 'contacts', 'channels', 'channel_schedules', 'schedules'
            ) }} as scheduled
            where
                contact_schedule_id is distinct from held_id
                or schedule_key is distinct from held_key
        ),

    {% endif -%}
    {% if has_hours -%}
        pieces as (
            select * exclude (open_before_us) from {{ ref('int_schedule_pieces') }}
        ),

        pieces_before as (
            select * exclude (open_before_us) from {{ as_it_was('int_schedule_pieces') }}
        ),

        other_pieces as (
            (
                select * from pieces
                except
                select * from pieces_before
            )
            union all
            (
                select * from pieces_before
                except
                select * from pieces
            )
        ),

        -- The days that a schedule is known for move on with every night.
        other_days as (
            select distinct
                schedule_key,
                day
            from other_pieces
            where
                day between (select min(pieces_before.day) from pieces_before)
                and (select max(pieces_before.day) from pieces_before)
        ),

        hourly as (
            select
                contact_key,
                schedule_key,
                status
            from outcomes
            where schedule_key in (select other_days.schedule_key from other_days)
        ),

        promises as (
            select
                contact_key,
                state = 'running' and due_at is null as is_due_beyond
            from core.fct_sla
            where is_unfulfilled and clock = 'business'
        ),

        instants as (
            {%- for fact, columns in clocked.items() %}
                select
                    contact_key,
                    unnest([{{ columns | join(", ") }}]) as instant
                from core.{{ fact }}
                where contact_key in (select hourly.contact_key from hourly)
                union all
            {%- endfor %}
            select
                contact_key,
                {{ since() }} as instant
            from hourly
            where status not in ('solved', 'closed')
            union all
            select
                contact_key,
                {{ since() }}
                + case when is_due_beyond then {{ days_ahead() }} + 2 else 0 end * interval '1 day'
                    as instant
            from promises
        ),

        lives as (
            select
                hourly.contact_key,
                hourly.schedule_key,
                cast(min(instants.instant) as date) as first_on,
                cast(max(instants.instant) as date) as last_on
            from hourly
            inner join instants on hourly.contact_key = instants.contact_key
            group by hourly.contact_key, hourly.schedule_key
        ),

        with_other_hours as (
            select lives.contact_key
            from lives
            {{ asof_join(
                'inner', 'other_days', 'schedule_key', 'lives.schedule_key',
                place='day', comes_by='lives.last_on'
            ) }}
            where other_days.day >= lives.first_on
        ),

    {% endif -%}
    found as (
        {%- if has_schedules %}
            select contact_key from with_another_schedule
        {%- endif %}
        {{ "union" if has_schedules and has_hours }}
        {%- if has_hours %}
            select contact_key from with_other_hours
        {%- endif %}
    )

    select contact_key from found
{%- else -%}
{{ without_rows({'contact_key': type_key()}) }}
{%- endif %}
