{#- The UTC date of whole microseconds since 1970. -#}
{%- macro utc_date(microseconds) -%}
    cast({{ instant_of(microseconds) }} as date)
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

{#- Seconds since local midnight of a validated time of day, HH:MM or HH:MM:SS; 24:00 is 86400. -#}
{%- macro second_of_day(time_of_day) -%}
    cast(split_part({{ time_of_day }}, ':', 1) as integer) * 3600
    + cast(split_part({{ time_of_day }}, ':', 2) as integer) * 60
    + coalesce(cast(nullif(split_part({{ time_of_day }}, ':', 3), '') as integer), 0)
{%- endmacro -%}
