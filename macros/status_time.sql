{#- Time spent in a state, as a sum over a contact's status changes: what is left adds its instant,
    what is entered takes it away. The caller adds the tail of the state that still runs. -#}
{%- macro time_in_state(state, instant) -%}
    sum(
        case
            when status_before = '{{ state }}' then {{ instant }}
            when status_after = '{{ state }}' then -({{ instant }})
            else 0
        end
    )
{%- endmacro -%}
