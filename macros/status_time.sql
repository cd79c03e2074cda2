{#- Whether a status is a resolved one; every other is unresolved. -#}
{%- macro is_resolved(status) -%}
    {{ status }} in ('solved', 'closed')
{%- endmacro -%}

{#- Time that a contact's events found it in one of some states, as a sum of the spans they end. -#}
{%- macro time_in_states(states, span) -%}
    cast(coalesce(
        sum({{ span }}) filter (where status_before in ('{{ states | join("', '") }}')), 0
    ) as bigint)
{%- endmacro -%}

{#- A contact's total time in some states, calendar and business: what its events ended, and the tail
    of the state that still runs. NULL where no event dates the state; the business one also without
    a schedule, for then there is no tail. -#}
{%- macro with_tail(relation, name, states) -%}
    {%- set runs = relation ~ ".status in ('" ~ states | join("', '") ~ "')" -%}
    case
        when {{ relation }}.is_status_dated
            then
                {{ relation }}.{{ name }}_us
                + case when {{ runs }} then {{ relation }}.tail_us else 0 end
    end as {{ name }}_total_us,
    case
        when {{ relation }}.is_status_dated and {{ relation }}.tail_business_us is not null
            then
                {{ relation }}.{{ name }}_business_us
                + case when {{ runs }} then {{ relation }}.tail_business_us else 0 end
    end as {{ name }}_total_business_us
{%- endmacro -%}
