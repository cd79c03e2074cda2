{#- Leads are replaced by the days found here, and so their fact cannot be read before. -#}
{%- set facts = fact_instants() -%}
{%- set lead_instants = facts.pop('fct_leads') -%}

{% if renders_changes() -%}
-- After the facts, whose new rows it reads.
    with scope as (
        select
            contact_key,
            is_changed
        from {{ ref('int_scope') }}
        union all
        select
            contact_key,
            false as is_changed
        from {{ ref('int_aging') }}
    ),

    changed_tickets as (
        select
            connection,
            ticket_id
        from {{ ref('int_scope') }}
        where is_changed
    ),

    leads as (
        select * from {{ ref('int_leads_unioned') }}
    ),

    changes as (
        select * from {{ ref('int_changes_unioned') }}
    ),

    days_before as (
        select * from {{ ref('int_days_before') }}
    ),

    results_before as (
        select * from {{ ref('int_results_before') }}
    ),

    portal_sessions as (
        select * from {{ ref('int_portal_sessions_unioned') }}
    ),

    {% for fact in facts -%}
        {{ fact }} as not materialized (
            select * from {{ ref(fact) }}
        ),

    {% endfor -%}
    results_after as (
        select
            fct_contacts.contact_key,
            {{ results_of_others('fct_contacts') }} as results
        from fct_contacts
        inner join scope on fct_contacts.contact_key = scope.contact_key
        where not scope.is_changed
        union all
        select
            fct_sla.contact_key,
            {{ results_of_service_level('fct_sla') }} as results
        from fct_sla
        inner join scope on fct_sla.contact_key = scope.contact_key
        where not scope.is_changed
    ),

    changed as (
        select contact_key from scope
        where is_changed
        union
        select contact_key from (
            select * from results_before
            except
            select * from results_after
        ) as gone
        union
        select contact_key from (
            select * from results_after
            except
            select * from results_before
        ) as new
    ),

    instants as (
        {% for fact, columns in facts.items() -%}
            select unnest([{{ columns | join(", ") }}]) as instant
            from {{ fact }}
            where contact_key in (select changed.contact_key from changed)
            union all
        {% endfor -%}
        select unnest([{{ lead_instants | join(", ") }}]) as instant
        from leads
        where {{ is_in_scope('leads', ['connection', 'ticket_id'], 'changed_tickets') }}
        union all
        select occurred_at as instant
        from changes
        where kind = 'day'
        union all
        select portal_sessions.started_at as instant
        from portal_sessions
        inner join changes
            on
                changes.kind = 'requester'
                and portal_sessions.connection = changes.connection
                and portal_sessions.customer_id = changes.id
    ),

    -- By local date, for 24 hours can pass over a day of 23.
    ripening as (
        -- A team may stand beside any figure of any day.
        select date '1969-12-31' as first_on
        from changes
        where kind = 'agent'
        {%- if since() != as_of() %}
            union all
            -- Shares within a time, and resolutions that held, are known up to eight days later.
            select cast({{ utc_to_local(since(), reporting_time_zone()) }} as date) - 9 as first_on
        {%- endif %}
    ),

    days as (
        select
            unnest(generate_series(
                min(first_on),
                cast({{ utc_to_local(as_of(), reporting_time_zone()) }} as date),
                interval '1 day'
            )) as day
        from ripening
    )

    select distinct cast({{ utc_to_local('instant', reporting_time_zone()) }} as date) as date_on
    from instants
    where instant is not null
    union
    select date_on from days_before
    union
    select cast(day as date) as date_on from days
    {%- if is_repair() %}
        union
        select cast(unnest(generate_series(
            {{ repaired_days() or "date '1969-12-31', cast(" ~ as_of() ~ " as date) + 1" }},
            interval '1 day'
        )) as date) as date_on
    {%- endif %}
{%- else -%}
{{ without_rows({'date_on': 'date'}) }}
{%- endif %}
