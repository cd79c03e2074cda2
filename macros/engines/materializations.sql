{#- Plain Parquet tables know no deleting of rows: every build on Spark is a full one. -#}
{%- materialization incremental, adapter='spark' -%}
    {{ return(dbt.materialization_table_spark()) }}
{%- endmaterialization -%}

{#- One statement replaces what is there, whole or not at all: dbt and dbt-duckdb make another beside it,
    rename both and drop one, which takes longer than a small table does. -#}
{%- macro replaced_at_once(type) -%}
    {%- set held = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type=type) -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {%- call statement('main') -%}
        {%- if held is not none %}
        drop {{ held.type }} {{ held }};
        {%- endif %}
        {{ create_view_as(target_relation, sql) if type == 'view'
            else create_table_as(false, target_relation, sql) }}
    {%- endcall -%}
    {%- do persist_docs(target_relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{%- endmacro -%}

{%- materialization table, adapter='duckdb' -%}
    {{ return(replaced_at_once('table')) }}
{%- endmaterialization -%}

{%- materialization view, adapter='duckdb' -%}
    {{ return(replaced_at_once('view')) }}
{%- endmaterialization -%}

{#- The same code made the tables of which a build of changes replaces rows (else everything is built):
    it looks neither for columns that differ from the contract nor for changed ones, which takes two
    queries of every model each. -#}
{%- macro get_assert_columns_equivalent(sql) -%}
    {%- if not is_incremental_build() -%}
        {{ return(dbt.get_assert_columns_equivalent(sql)) }}
    {%- endif -%}
{%- endmacro -%}

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
