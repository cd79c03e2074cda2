{#- What a build of changes adds to facts of which nothing has changed (int_aging): the times that run on,
    grown by what has passed. The figures are those of a build of everything, for facts hold times to
    the microsecond. -#}

{%- macro and_aged_contacts() -%}
    {%- if renders_changes() -%}
        {%- set works = "held.status in ('new', 'open')" -%}
        {%- set pends = "held.status = 'pending'" -%}
        {%- set holds = "held.status = 'on_hold'" %}
union all
select
    held.* replace (
        {{ grown_by_both_clocks('requester_wait', works ~ ' or ' ~ holds) }},
        {{ grown_by_both_clocks('agent_wait', pends) }},
        {{ grown_by_both_clocks('on_hold', holds) }},
        {{ grown_by_both_clocks('agent_work', works) }},
        {{ grown('unassigned_seconds', 'calendar', 'held.assignee_key is null') }}
    )
from {{ this }} as held
inner join {{ ref('int_aging') }} as aging on held.contact_key = aging.contact_key
    {%- endif -%}
{%- endmacro -%}

{#- A promise about the time in a state follows the contact, and falls due no more once it is broken. -#}
{%- macro and_aged_service_levels() -%}
    {%- if renders_changes() -%}
        {%- set follows_the_contact = "held.metric in ('requester_wait', 'agent_work')" -%}
        {%- set on_business_clock = "held.clock = 'business'" %}
union all
select
    promises.* exclude (grown_seconds) replace (
        case
            when not {{ follows_the_contact | replace('held.', 'promises.') }} then promises.due_at
            when promises.grown_seconds <= promises.target_seconds then promises.due_at
        end as due_at,
        promises.grown_seconds as elapsed_seconds,
        case
            when promises.grown_seconds > promises.target_seconds then 'breached'
            else promises.state
        end as state
    )
from (
    select
        held.*,
        case
            when held.metric = 'requester_wait' and {{ on_business_clock }}
                then contact.requester_wait_business_seconds
            when held.metric = 'requester_wait' then contact.requester_wait_seconds
            when held.metric = 'agent_work' and {{ on_business_clock }}
                then contact.agent_work_business_seconds
            when held.metric = 'agent_work' then contact.agent_work_seconds
            when {{ on_business_clock }}
                then {{ plus_microseconds('held.elapsed_seconds', 'aging.business_us') }}
            else {{ plus_microseconds('held.elapsed_seconds', 'aging.calendar_us') }}
        end as grown_seconds
    from {{ this }} as held
    inner join {{ ref('int_aging') }} as aging on held.contact_key = aging.contact_key
    inner join {{ ref('fct_contacts') }} as contact on held.contact_key = contact.contact_key
    where held.is_unfulfilled
) as promises
    {%- endif -%}
{%- endmacro -%}

{#- A time of a fact, grown by what has passed by a clock while a condition holds. -#}
{%- macro grown(column, clock, runs) -%}
    case
        when {{ runs }} then {{ plus_microseconds('held.' ~ column, 'aging.' ~ clock ~ '_us') }}
        else held.{{ column }}
    end as {{ column }}
{%- endmacro -%}

{%- macro grown_by_both_clocks(name, runs) -%}
    {{ grown(name ~ '_seconds', 'calendar', runs) }},
        {{ grown(name ~ '_business_seconds', 'business', runs) }}
{%- endmacro -%}

{%- macro plus_microseconds(seconds, microseconds) -%}
    {{ to_seconds('(' ~ whole_microseconds(seconds) ~ ' + ' ~ microseconds ~ ')') }}
{%- endmacro -%}
