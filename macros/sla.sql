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

{#- The policy of the seed for each connection and channel whose source delivers none. The channel's own
    wins over one for any, and a connection's over one for any. -#}
{%- macro default_policies(series, targets) -%}
    {%- set choice -%}
        case when targets.channel is null then 2 else 0 end
        + case when targets.connection is null then 1 else 0 end
    {%- endset -%}
    (
        select
            series.connection,
            series.channel,
            {{ arg_min('targets.policy_id', choice) }} as policy_id,
            {{ arg_min('targets.policy_key', choice) }} as policy_key
        from {{ series }} as series
        inner join {{ targets }} as targets
            on
                targets.is_default
                and coalesce(targets.connection, series.connection) = series.connection
                and coalesce(targets.channel, series.channel) = series.channel
        where
            series.connection not in (
                select delivered.connection from {{ targets }} as delivered
                where not delivered.is_default
            )
        group by series.connection, series.channel
    )
{%- endmacro -%}

{#- How many days after as_of's the pieces of a schedule go on, so that what falls due in business
    time has an instant. -#}
{%- macro days_ahead() -%} 92 {%- endmacro -%}
