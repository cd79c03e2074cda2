{#- Plain Parquet tables know no deleting of rows: every build on Spark is a full one. -#}
{%- materialization incremental, adapter='spark' -%}
    {{ return(dbt.materialization_table_spark()) }}
{%- endmaterialization -%}

{#- One statement replaces a table, whole or not at all: dbt-duckdb makes another beside it, renames both
    and drops one, which takes longer than a small table does. -#}
{%- materialization table, adapter='duckdb' -%}
    {%- set held = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {%- call statement('main') -%}
        {%- if held is not none %}
        drop {{ held.type }} {{ held }};
        {%- endif %}
        {{ create_table_as(false, target_relation, compiled_code) }}
    {%- endcall -%}
    {%- do persist_docs(target_relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{%- endmaterialization -%}

{#- The same code made the table of which a build of changes replaces rows (else everything is built):
    there are no changed columns to look for, which takes two queries of every model. -#}
{%- macro process_schema_changes(on_schema_change, source_relation, target_relation) -%}
    {%- if config.get('incremental_strategy') in ('by_contact', 'by_period') -%}
        {{ return(model.columns.values() | list) }}
    {%- endif -%}
    {{ return(dbt.process_schema_changes(on_schema_change, source_relation, target_relation)) }}
{%- endmacro -%}

{#- Keeps an engine that errs about sizes from choosing which side of a join it makes a hash table of, or
    lets it choose again. -#}
{%- macro join_sides_as_written(on) -%} {{ return(adapter.dispatch('join_sides_as_written')(on)) }} {%- endmacro -%}
{%- macro default__join_sides_as_written(on) -%}{%- endmacro -%}
{%- macro duckdb__join_sides_as_written(on) -%}
    {{ "set disabled_optimizers = 'build_side_probe_side'" if on else "reset disabled_optimizers" }}
{%- endmacro -%}
