{#- Plain Parquet tables know no deleting of rows: every build on Spark is a full one. -#}
{%- materialization incremental, adapter='spark' -%}
    {{ return(dbt.materialization_table_spark()) }}
{%- endmaterialization -%}

{#- Keeps an engine that errs about sizes from choosing which side of a join it makes a hash table of, or
    lets it choose again. -#}
{%- macro join_sides_as_written(on) -%} {{ return(adapter.dispatch('join_sides_as_written')(on)) }} {%- endmacro -%}
{%- macro default__join_sides_as_written(on) -%}{%- endmacro -%}
{%- macro duckdb__join_sides_as_written(on) -%}
    {{ "set disabled_optimizers = 'build_side_probe_side'" if on else "reset disabled_optimizers" }}
{%- endmacro -%}
