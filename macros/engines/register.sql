{#- Names in a Spark cluster the Parquet folders <folder>/<schema>/<table> that orchestration/engines
    wrote: what it took from a DuckDB warehouse. A run operation. -#}
{%- macro register_parquet(folder, tables) -%}
    {%- set schemas = [] -%}
    {%- for table in tables -%} {%- do schemas.append(table.partition('.')[0]) -%} {%- endfor -%}
    {%- for schema in schemas | unique -%}
        {%- do run_query('create database if not exists ' ~ schema) -%}
    {%- endfor -%}
    {%- for table in tables -%}
        {%- do run_query(
            "create table " ~ table ~ " using parquet location '"
            ~ folder ~ '/' ~ table.replace('.', '/') ~ "'"
        ) -%}
    {%- endfor -%}
{%- endmacro -%}
