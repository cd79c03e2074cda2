{#- dbt-duckdb puts what an incremental model in Python computes into a table that it means to be
    temporary, is not, and is never dropped. -#}
{%- macro drop_left_over_tables() -%}
    {{ return(adapter.dispatch('drop_left_over_tables')()) }}
{%- endmacro -%}

{%- macro default__drop_left_over_tables() -%}{%- endmacro -%}

{%- macro duckdb__drop_left_over_tables() -%}
    {%- if execute -%}
        {%- set found = run_query(
            "select table_name from duckdb_tables() where database_name = current_database()"
            ~ " and schema_name = 'main' and contains(table_name, '__dbt_tmp') and not temporary"
        ) -%}
        {%- for name in found.columns[0].values() %}
    drop table main."{{ name }}";
        {%- endfor %}
    {%- endif -%}
{%- endmacro -%}
