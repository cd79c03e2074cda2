{#- Names in a Spark cluster the Parquet folders <folder>/<schema>/<table> that orchestration/spark
    wrote: what it took from a DuckDB warehouse. A run operation. -#}
{%- macro register_parquet(folder, tables) -%}
    {%- for table in tables -%}
        {%- do run_query('create database if not exists ' ~ table.partition('.')[0]) -%}
        {%- do run_query('drop table if exists ' ~ table) -%}
        {%- do run_query(
            "create table " ~ table ~ " using parquet location '"
            ~ folder ~ '/' ~ table.replace('.', '/') ~ "'"
        ) -%}
    {%- endfor -%}
{%- endmacro -%}
