{#- Plain Parquet tables know no deleting of rows: every build on Spark is a full one. -#}
{%- materialization incremental, adapter='spark' -%}
    {{ return(dbt.materialization_table_spark()) }}
{%- endmaterialization -%}
