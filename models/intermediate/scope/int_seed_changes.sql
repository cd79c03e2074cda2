{#- Compares what the last build made of a seed's rows with what this one makes of them. -#}
{{ config(post_hook="{{ forget_as_they_were(['int_hourly_rates', 'int_sla_targets']) }}") }}

{%- set has_rates = seed_has_changed(['cost_rates']) -%}
{%- set has_policies = seed_has_changed(['sla_policies']) -%}
{%- set promise = ['policy_key', 'policy_id', 'metric', 'priority', 'clock', 'target_us'] -%}

{% if seed_has_changed(
    ['cost_rates', 'sla_policies', 'schedules', 'holidays', 'channel_schedules']
) -%}
    with contacts as {{ inlined() }} ( -- noqa: PRS
        select * from core.fct_contacts
    ),

    {% if has_rates -%}
        rates as (
            select * from {{ ref('int_hourly_rates') }}
        ),

        rates_before as (
            select * from {{ as_it_was('int_hourly_rates') }}
        ),

        with_another_rate as (
            select contacts.contact_key
            from contacts
            left join rates
                on
                    contacts.connection = rates.connection
                    and contacts.channel = rates.channel
                    and contacts.last_work_session_ended_at >= rates.starts_at
                    and contacts.last_work_session_ended_at < rates.ends_at
            left join rates_before
                on
                    contacts.connection = rates_before.connection
                    and contacts.channel = rates_before.channel
                    and contacts.last_work_session_ended_at >= rates_before.starts_at
                    and contacts.last_work_session_ended_at < rates_before.ends_at
            where
                rates.hourly_rate_millionths is distinct from rates_before.hourly_rate_millionths
                or rates.currency is distinct from rates_before.currency
        ),

    {% endif -%}
    {% if has_policies -%}
        targets as (
            select * from {{ ref('int_sla_targets') }}
        ),

        targets_before as (
            select * from {{ as_it_was('int_sla_targets') }}
        ),

        series as (
            select distinct
                connection,
                channel
            from contacts
        ),

        promised as (
            {%- for side in ['targets', 'targets_before'] %}
                select
                    '{{ side }}' as side,
                    defaults.connection,
                    defaults.channel,
                    {{ side }}.valid_from,
                    {{ side }}.valid_to,
                    {{ side }}.{{ promise | join(", " ~ side ~ ".") }},
                    -- Each as often as there are rows, which may be one for each period.
                    case
                        when {{ side }}.priority is null
                            then list_sort(list_distinct({{ side }}.priorities))
                    end as other_priorities
                from {{ default_policies('series', side) }} as defaults
                inner join {{ side }} on defaults.policy_key = {{ side }}.policy_key
                {{ "union all" if not loop.last }}
            {%- endfor %}
        ),

        bounds as (
            select
                connection,
                channel,
                valid_from as bound_at
            from promised
            union
            select
                connection,
                channel,
                valid_to as bound_at
            from promised
        ),

        spans as (
            select
                connection,
                channel,
                bound_at as starts_at,
                lead(bound_at) over (partition by connection, channel order by bound_at) as ends_at
            from bounds
        ),

        -- What one of the builds promised only.
        other_promises as (
            select
                spans.connection,
                spans.channel,
                spans.starts_at,
                spans.ends_at,
                promised.{{ promise | join(", promised.") }},
                promised.other_priorities
            from spans
            inner join promised
                on
                    spans.connection = promised.connection
                    and spans.channel = promised.channel
                    and spans.starts_at >= promised.valid_from
                    and spans.ends_at <= promised.valid_to
            group by all
            having min(promised.side) = max(promised.side)
        ),

        with_another_promise as (
            select contacts.contact_key
            from contacts
            inner join other_promises
                on
                    contacts.connection = other_promises.connection
                    and contacts.channel = other_promises.channel
                    and contacts.created_at >= other_promises.starts_at
                    and contacts.created_at < other_promises.ends_at
            where other_promises.metric <> 'next_reply'
            union all
            select turns.contact_key
            from core.fct_turns as turns
            inner join contacts on turns.contact_key = contacts.contact_key
            inner join other_promises
                on
                    contacts.connection = other_promises.connection
                    and contacts.channel = other_promises.channel
                    and turns.started_at >= other_promises.starts_at
                    and turns.started_at < other_promises.ends_at
            where turns.turn_number > 1 and other_promises.metric = 'next_reply'
        ),

    {% endif -%}
    found as (
        {%- if has_rates %}
            select contact_key from with_another_rate
            union
        {%- endif %}
        {%- if has_policies %}
            select contact_key from with_another_promise
            union
        {%- endif %}
        select contact_key from {{ ref('int_schedule_changes') }}
    )

    select
        contacts.connection,
        contacts.ticket_id,
        contacts.contact_key
    from contacts
    inner join found on contacts.contact_key = found.contact_key
{%- else -%}
{{ without_rows({
    'connection': type_text(), 'ticket_id': type_text(), 'contact_key': type_key(),
}) }}
{%- endif %}
