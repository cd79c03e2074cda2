{#- The run's one "now" and the reporting time zone. Both are read while a model is compiled for
    running, never while the project is parsed: the manifest stays the same for every as_of. -#}

{#- In a view, what the last build wrote down with remember_as_of(), so that views need not be made
    anew every night; in a table, the instant itself. -#}
{%- macro as_of() -%}
    {%- if execute and model.config.materialized == 'view' -%}
        {{ adapter.dispatch('remembered_as_of')() }}
    {%- else -%}
        {{ as_of_this_run() }}
    {%- endif -%}
{%- endmacro -%}

{%- macro as_of_this_run() -%}
    {%- if execute -%}
        {%- set instant = env_var('SUPPORTMART_AS_OF', '') -%}
        {%- if instant == '' -%}
            {%- set instant = run_started_at.replace(microsecond=0) -%}
        {%- else -%}
            {%- set instant = modules.datetime.datetime.fromisoformat(instant) -%}
        {%- endif -%}
        {{ utc_timestamp(instant) }}
    {%- else -%}
        cast('1970-01-01' as timestamp)
    {%- endif -%}
{%- endmacro -%}

{#- An instant of Python's in SQL; one without an offset is UTC. -#}
{%- macro utc_timestamp(instant) -%}
    {%- if instant.tzinfo -%}
        {%- set instant = instant.astimezone(modules.pytz.utc) -%}
    {%- endif -%}
    cast('{{ instant.strftime("%Y-%m-%d %H:%M:%S.%f") }}' as timestamp)
{%- endmacro -%}

{#- A macro of the database is part of the query that names it: plans are those of a literal. A
    subquery on a table with one row is taken for a filter that leaves next to nothing. -#}
{%- macro remember_as_of() -%}
    {{ return(adapter.dispatch('remember_as_of')()) }}
{%- endmacro -%}

{%- macro default__remember_as_of() -%}{%- endmacro -%}

{%- macro duckdb__remember_as_of() -%}
    create schema if not exists staging;
    create or replace macro staging.as_of() as {{ as_of_this_run() }};
{%- endmacro -%}

{%- macro default__remembered_as_of() -%}
    {{ as_of_this_run() }}
{%- endmacro -%}

{%- macro duckdb__remembered_as_of() -%}
    staging.as_of()
{%- endmacro -%}

{%- macro reporting_time_zone() -%}
    {%- if execute -%}
        '{{ env_var('SUPPORTMART_TIME_ZONE', 'UTC') }}'
    {%- else -%}
        'UTC'
    {%- endif -%}
{%- endmacro -%}
