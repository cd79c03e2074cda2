{#- Open microseconds of a schedule up to an instant, B(t), from the joined piece of
    int_schedule_pieces in which the instant lies; NULL without a schedule. -#}
{%- macro open_microseconds(instant, piece) -%}
    {{ piece }}.open_before_us
    + greatest(0, least({{ microseconds(instant) }}, {{ piece }}.closes_us) - {{ piece }}.opens_us)
{%- endmacro -%}

{#- The condition that joins an instant to its one piece. -#}
{%- macro in_piece(instant, schedule_key, piece) -%}
    {{ piece }}.schedule_key = {{ schedule_key }}
    and {{ piece }}.day = cast({{ instant }} as date)
    and {{ piece }}.piece_starts_us <= {{ microseconds(instant) }}
    and {{ piece }}.piece_ends_us > {{ microseconds(instant) }}
{%- endmacro -%}

{#- The schedule of contacts that their source gave none, by connection and channel. The channel's own row
    wins over a default, and a connection's row over one for any. -#}
{%- macro default_schedules(connections, channels, channel_schedules) -%}
    (
        select
            connections.connection,
            channels.channel,
            {{ arg_min(
                'channel_schedules.schedule_id',
                'case when channel_schedules.channel is null then 2 else 0 end'
                ~ ' + case when channel_schedules.connection is null then 1 else 0 end'
            ) }} as schedule_id
        from (select distinct connection from {{ connections }}) as connections
        cross join {{ channels }} as channels
        inner join {{ channel_schedules }} as channel_schedules
            on
                coalesce(channel_schedules.connection, connections.connection)
                = connections.connection
                and coalesce(channel_schedules.channel, channels.channel) = channels.channel
        group by connections.connection, channels.channel
    )
{%- endmacro -%}

{#- Contacts (their connection, contact_channel, and the schedule_id that their source gave), and beside
    each the schedule that it has. A connection's own schedule wins over the seeds' of the same name; the
    key is NULL where there is neither. -#}
{%- macro with_their_schedules(contacts, connections, channels, channel_schedules, schedules) -%}
    (
        select
            named.*,
            coalesce(own_schedules.schedule_key, shared_schedules.schedule_key) as schedule_key
        from (
            select
                contacts.*,
                coalesce(contacts.schedule_id, defaults.schedule_id) as contact_schedule_id
            from {{ contacts }} as contacts
            left join
                {{ default_schedules(connections, channels, channel_schedules) }} as defaults
                on
                    contacts.connection = defaults.connection
                    and contacts.contact_channel = defaults.channel
        ) as named
        left join {{ schedules }} as own_schedules
            on
                named.connection = own_schedules.connection
                and named.contact_schedule_id = own_schedules.schedule_id
        left join {{ schedules }} as shared_schedules
            on
                shared_schedules.connection is null
                and named.contact_schedule_id = shared_schedules.schedule_id
    )
{%- endmacro -%}

{#- Whether the schedule is open at the instant; NULL without a schedule. -#}
{%- macro is_open_at(instant, piece) -%}
    ({{ microseconds(instant) }} >= {{ piece }}.opens_us
    and {{ microseconds(instant) }} < {{ piece }}.closes_us)
{%- endmacro -%}
