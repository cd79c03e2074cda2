{#- The run's one "now" and the reporting time zone. Both are read while a model is compiled for
    running, never while the project is parsed: the manifest stays the same for every as_of. -#}

{%- macro as_of() -%}
    {%- if execute -%}
        {%- set instant = env_var('SUPPORTMART_AS_OF', '') -%}
        {%- if instant == '' -%}
            {%- set instant = run_started_at.replace(microsecond=0) -%}
        {%- else -%}
            {%- set instant = modules.datetime.datetime.fromisoformat(instant) -%}
        {%- endif -%}
        {%- if instant.tzinfo -%}
            {%- set instant = instant.astimezone(modules.pytz.utc) -%}
        {%- endif -%}
        cast('{{ instant.strftime("%Y-%m-%d %H:%M:%S.%f") }}' as timestamp)
    {%- else -%}
        cast('1970-01-01' as timestamp)
    {%- endif -%}
{%- endmacro -%}

{%- macro reporting_time_zone() -%}
    {%- if execute -%}
        '{{ env_var('SUPPORTMART_TIME_ZONE', 'UTC') }}'
    {%- else -%}
        'UTC'
    {%- endif -%}
{%- endmacro -%}
