{#- The run's one "now" and the reporting time zone. Both are read while a model is compiled for
    running, never while the project is parsed: the manifest stays the same for every as_of. -#}

{%- macro as_of() -%}
    {%- if execute -%}
        {%- set instant = env_var('SUPPORTMART_AS_OF', '') -%}
        {%- if instant == '' -%}
            {%- set instant = run_started_at.strftime('%Y-%m-%d %H:%M:%S') -%}
        {%- endif -%}
        cast(cast('{{ instant }}{{ "+00" if instant | length == 19 else "" }}' as timestamptz) as timestamp)
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
