{#- Whether one of these seeds has other rows than the last build saw; the nightly job names those that
    have. Only then is what rests on them compared. -#}
{%- macro seed_has_changed(seeds) -%}
    {%- if not execute -%}
        yes
    {%- elif is_incremental_build() -%}
        {%- set changed = env_var('SUPPORTMART_CHANGED_SEEDS', '').split(',') -%}
        {{ 'yes' if seeds | select('in', changed) | list }}
    {%- endif -%}
{%- endmacro -%}

{#- Keeps what the last build made of these seeds, until int_seed_changes has looked at it. A hook of the
    table that replaces it. -#}
{%- macro keep_as_it_was(seeds) -%}
    {%- if execute and seed_has_changed(seeds) -%}
        create or replace table {{ as_it_was(this.identifier) }} as select * from {{ this }}
    {%- endif -%}
{%- endmacro -%}

{%- macro as_it_was(table) -%} intermediate.{{ table }}_before {%- endmacro -%}

{#- A hook of the model that has compared them. -#}
{%- macro forget_as_they_were(tables) -%}
    {%- if execute and is_incremental_build() -%}
        {%- for table in tables %}
        drop table if exists {{ as_it_was(table) }};
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
