{#- Instants as whole microseconds since 1970: durations are summed as integers and divided last. -#}
{%- macro microseconds(instant) -%}
    epoch_us({{ instant }})
{%- endmacro -%}

{#- The UTC date of whole microseconds since 1970. -#}
{%- macro utc_date(microseconds) -%}
    cast(make_timestamp({{ microseconds }}) as date)
{%- endmacro -%}

{#- Seconds from one instant to another as a double, 0 when the clock ran backwards; NULL when either
    is NULL (so no greatest(), which would take the 0). -#}
{%- macro seconds_between(started_at, ended_at) -%}
    {{ to_seconds(not_negative(
        "(" ~ microseconds(ended_at) ~ " - " ~ microseconds(started_at) ~ ")"
    )) }}
{%- endmacro -%}

{%- macro not_negative(duration) -%}
    case when {{ duration }} < 0 then 0 else {{ duration }} end
{%- endmacro -%}

{#- Whole microseconds as seconds. -#}
{%- macro to_seconds(microseconds) -%}
    cast({{ microseconds }} as double) / 1000000
{%- endmacro -%}

{#- A local wall-clock timestamp as a UTC timestamp. A time that does not exist moves forward by the
    gap. An ambiguous one means its first occurrence; the engine takes the second, so the offset of
    three hours earlier is tried: it is right where it gives the same wall clock. -#}
{%- macro local_to_utc(local, zone) -%}
    {%- set second = "timezone('UTC', timezone(" ~ zone ~ ", " ~ local ~ "))" -%}
    {%- set probe = "(" ~ second ~ " - interval 3 hour)" -%}
    {%- set earlier_offset = "(" ~ utc_to_local(probe, zone) ~ " - " ~ probe ~ ")" -%}
    {%- set first = "(" ~ local ~ " - " ~ earlier_offset ~ ")" -%}
    case when {{ utc_to_local(first, zone) }} = {{ local }} then {{ first }} else {{ second }} end
{%- endmacro -%}

{#- A UTC timestamp as the wall-clock timestamp of a zone. -#}
{%- macro utc_to_local(instant, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ instant }}))
{%- endmacro -%}

{#- Seconds since local midnight of a validated time of day, HH:MM or HH:MM:SS; 24:00 is 86400. -#}
{%- macro second_of_day(time_of_day) -%}
    cast(split_part({{ time_of_day }}, ':', 1) as integer) * 3600
    + cast(split_part({{ time_of_day }}, ':', 2) as integer) * 60
    + coalesce(try_cast(split_part({{ time_of_day }}, ':', 3) as integer), 0)
{%- endmacro -%}
