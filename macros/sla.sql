{#- A source's word for what a service-level target is for in ours; an unknown one stays as it is. -#}
{%- macro sla_metric(word) -%}
    case lower(trim({{ word }}))
        when 'first_reply_time' then 'first_reply'
        when 'next_reply_time' then 'next_reply'
        when 'requester_wait_time' then 'requester_wait'
        when 'agent_work_time' then 'agent_work'
        when 'total_resolution_time' then 'resolution'
        else lower(trim({{ word }}))
    end
{%- endmacro -%}

{#- How many days after as_of's the pieces of a schedule go on, so that what falls due in business
    time has an instant. -#}
{%- macro days_ahead() -%} 92 {%- endmacro -%}
