{#- What a repair was asked for: connections, local days, or both. The nightly job says it like the end
    of the last build, and only a build of changes looks at it: a full one repairs everything. -#}
{%- macro is_repair() -%}
    {%- if execute and is_incremental_build() and (repaired_connections() or repaired_days()) -%}
        yes
    {%- endif -%}
{%- endmacro -%}

{#- The chosen connections, as a list of SQL texts; empty for all. -#}
{%- macro repaired_connections() -%}
    {%- set names = env_var('SUPPORTMART_REPAIR_CONNECTIONS', '') -%}
    {{ "'" ~ names.replace(',', "', '") ~ "'" if names }}
{%- endmacro -%}

{#- The first and the last of the chosen days, as two SQL dates; empty for all days. -#}
{%- macro repaired_days() -%}
    {%- set first = env_var('SUPPORTMART_REPAIR_FROM', '') -%}
    {{ "date '" ~ first ~ "', date '" ~ env_var('SUPPORTMART_REPAIR_TO', '') ~ "'" if first }}
{%- endmacro -%}

{#- Whether a row's connection is among the chosen ones. -#}
{%- macro is_of_repaired_connection() -%}
    {{ 'connection in (' ~ repaired_connections() ~ ')' if repaired_connections() else 'true' }}
{%- endmacro -%}

{#- Whether one of the instants lies in the chosen days; a CTE `bounds` has the instants at which they
    begin and end. Never NULL. -#}
{%- macro is_in_repaired_days(instants) -%}
    {%- if not repaired_days() -%}
        true
    {%- else -%}
        (
            {%- for instant in instants %}
            coalesce(
                {{ instant }} >= (select bounds.starts_at from bounds)
                and {{ instant }} < (select bounds.ends_at from bounds),
                false
            )
            {{- " or" if not loop.last }}
            {%- endfor %}
        )
    {%- endif -%}
{%- endmacro -%}
