{#- Instants, dates and local times. -#}

{#- Instants as whole microseconds since 1970: durations are summed as integers and divided last. -#}
{%- macro microseconds(instant) -%} {{ adapter.dispatch('microseconds')(instant) }} {%- endmacro -%}

{%- macro duckdb__microseconds(instant) -%}
    epoch_us({{ instant }})
{%- endmacro -%}

{%- macro postgres__microseconds(instant) -%}
    cast(extract(epoch from cast({{ instant }} as timestamp)) * 1000000 as bigint)
{%- endmacro -%}

{%- macro spark__microseconds(instant) -%}
    unix_micros(cast({{ instant }} as timestamp_ltz))
{%- endmacro -%}

{#- The instant of whole microseconds since 1970. -#}
{%- macro instant_of(microseconds) -%} {{ adapter.dispatch('instant_of')(microseconds) }} {%- endmacro -%}

{%- macro duckdb__instant_of(microseconds) -%}
    make_timestamp({{ microseconds }})
{%- endmacro -%}

{%- macro postgres__instant_of(microseconds) -%}
    timestamp '1970-01-01' + ({{ microseconds }}) * interval '1 microsecond'
{%- endmacro -%}

{%- macro spark__instant_of(microseconds) -%}
    cast(timestamp_micros({{ microseconds }}) as timestamp_ntz)
{%- endmacro -%}

{#- An instant or a local time so many seconds later; the seconds may be a column. -#}
{%- macro plus_seconds(instant, seconds) -%}
    {{ adapter.dispatch('plus_seconds')(instant, seconds) }}
{%- endmacro -%}

{%- macro duckdb__plus_seconds(instant, seconds) -%}
    {{ instant }} + to_seconds({{ seconds }})
{%- endmacro -%}

{%- macro postgres__plus_seconds(instant, seconds) -%}
    {{ instant }} + {{ seconds }} * interval '1 second'
{%- endmacro -%}

{%- macro spark__plus_seconds(instant, seconds) -%}
    timestampadd(second, {{ seconds }}, cast({{ instant }} as timestamp))
{%- endmacro -%}

{#- A date so many months later; the months may be a column. -#}
{%- macro plus_months(date, months) -%} {{ adapter.dispatch('plus_months')(date, months) }} {%- endmacro -%}
{%- macro duckdb__plus_months(date, months) -%} cast({{ date }} + to_months({{ months }}) as date) {%- endmacro -%}
{%- macro spark__plus_months(date, months) -%} add_months({{ date }}, {{ months }}) {%- endmacro -%}
{%- macro default__plus_months(date, months) -%}
    cast({{ date }} + {{ months }} * interval '1 month' as date)
{%- endmacro -%}

{#- A UTC timestamp as the wall-clock timestamp of a zone. -#}
{%- macro utc_to_local(instant, zone) -%}
    {{ adapter.dispatch('utc_to_local')(instant, zone) }}
{%- endmacro -%}

{%- macro default__utc_to_local(instant, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ instant }}))
{%- endmacro -%}

{%- macro spark__utc_to_local(instant, zone) -%}
    convert_timezone('UTC', {{ zone }}, {{ instant }})
{%- endmacro -%}

{#- A local wall-clock timestamp as a UTC timestamp. A time that does not exist moves forward by the
    gap; an ambiguous one means its first occurrence. -#}
{%- macro local_to_utc(local, zone) -%} {{ adapter.dispatch('local_to_utc')(local, zone) }} {%- endmacro -%}

{#- The engine takes the second occurrence, so the offset of three hours earlier is tried: it is right
    where it gives the same wall clock. -#}
{%- macro default__local_to_utc(local, zone) -%}
    {%- set second = "timezone('UTC', timezone(" ~ zone ~ ", " ~ local ~ "))" -%}
    {%- set probe = "(" ~ second ~ " - interval '3 hour')" -%}
    {%- set earlier_offset = "(" ~ utc_to_local(probe, zone) ~ " - " ~ probe ~ ")" -%}
    {%- set first = "(" ~ local ~ " - " ~ earlier_offset ~ ")" -%}
    case when {{ utc_to_local(first, zone) }} = {{ local }} then {{ first }} else {{ second }} end
{%- endmacro -%}

{%- macro spark__local_to_utc(local, zone) -%}
    convert_timezone({{ zone }}, 'UTC', {{ local }})
{%- endmacro -%}

{#- The day of the week, 1 for Monday to 7 for Sunday. -#}
{%- macro weekday_of(date) -%} {{ adapter.dispatch('weekday_of')(date) }} {%- endmacro -%}
{%- macro duckdb__weekday_of(date) -%} isodow({{ date }}) {%- endmacro -%}
{%- macro spark__weekday_of(date) -%} (weekday({{ date }}) + 1) {%- endmacro -%}
{%- macro default__weekday_of(date) -%} extract(isodow from {{ date }}) {%- endmacro -%}

{#- The quarter of an hour in which an instant lies: no zone's clock changes within one. -#}
{%- macro quarter_of(instant) -%} {{ adapter.dispatch('quarter_of')(instant) }} {%- endmacro -%}

{%- macro duckdb__quarter_of(instant) -%}
    time_bucket(interval '15 minute', {{ instant }})
{%- endmacro -%}

{%- macro postgres__quarter_of(instant) -%}
    date_bin(interval '15 minute', {{ instant }}, timestamp '1970-01-01')
{%- endmacro -%}

{%- macro spark__quarter_of(instant) -%}
    {{ instant_of(
        microseconds(instant) ~ ' - pmod(' ~ microseconds(instant) ~ ', 900000000)'
    ) }}
{%- endmacro -%}

{#- An instant as a text that sorts as it does, such as 2025-01-31T09:30:00.000000Z. -#}
{%- macro iso_instant(instant) -%} {{ adapter.dispatch('iso_instant')(instant) }} {%- endmacro -%}

{%- macro duckdb__iso_instant(instant) -%}
    strftime({{ instant }}, '%Y-%m-%dT%H:%M:%S.%fZ')
{%- endmacro -%}

{%- macro postgres__iso_instant(instant) -%}
    to_char({{ instant }}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
{%- endmacro -%}

{%- macro spark__iso_instant(instant) -%}
    date_format({{ instant }}, "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
{%- endmacro -%}
