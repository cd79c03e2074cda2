{#- What models use and PostgreSQL has not, made in a schema of its own that comes first in the search
    path (profiles.yml): a type, functions and an operator by the names that DuckDB and Spark have. -#}
{%- macro prepare_engine() -%} {{ return(adapter.dispatch('prepare_engine')()) }} {%- endmacro -%}

{%- macro default__prepare_engine() -%}{%- endmacro -%}

{%- macro postgres__prepare_engine() -%}
    create schema if not exists supportmart;
    set local search_path to supportmart, pg_catalog;
    -- What there is already stays: views of earlier builds may hang from it.
    {{ create_unless_exists('domain double as double precision') }}
    {%- for kind, fields in struct_kinds().items() %}
    {{ create_unless_exists('type ' ~ kind ~ ' as (' ~ fields | join(', ') ~ ')') }}
    {%- endfor %}

    -- A quotient of whole numbers is a double, and not cut.
    {%- for dividend, divisor in [
        ('bigint', 'bigint'), ('bigint', 'integer'), ('integer', 'bigint'), ('integer', 'integer')
    ] %}
    create or replace function quotient({{ dividend }}, {{ divisor }}) returns double precision
    language sql immutable parallel safe as 'select cast($1 as float8) / cast($2 as float8)';
    {{ create_unless_exists(
        'operator / (function = quotient, leftarg = ' ~ dividend ~ ', rightarg = ' ~ divisor ~ ')'
    ) }}
    {%- endfor %}

    -- Halves are rounded away from zero, and not to the even number.
    create or replace function round(double precision) returns double precision
    language sql immutable parallel safe
    as 'select trunc($1) + case when abs($1 - trunc($1)) >= 0.5 then sign($1) else 0 end';

    create or replace function first_of(anyelement, anyelement) returns anyelement
    language sql immutable parallel safe as 'select coalesce($1, $2)';
    create or replace function last_of(anyelement, anyelement) returns anyelement
    language sql immutable parallel safe as 'select coalesce($2, $1)';
    {%- for type in ['uuid', 'voice'] %}
    {%- for end, sign in [('min', '<'), ('max', '>')] %}
    create or replace function {{ end }}_of({{ type }}, {{ type }}) returns {{ type }}
    language sql immutable strict parallel safe
    as 'select case when $1 {{ sign }} $2 then $1 else $2 end';
    create or replace aggregate {{ end }}({{ type }}) (sfunc = {{ end }}_of, stype = {{ type }});
    {%- endfor %}
    {%- endfor %}
    create or replace aggregate any_value(anyelement) (sfunc = first_of, stype = anyelement);
    create or replace aggregate first_known(anyelement) (sfunc = first_of, stype = anyelement);
    create or replace aggregate last_known(anyelement) (sfunc = last_of, stype = anyelement);
    create or replace aggregate joined(anycompatiblearray) (
        sfunc = array_cat, stype = anycompatiblearray
    );

    create or replace function last_day(date) returns date language sql immutable parallel safe
    as $$ select cast(date_trunc('month', $1::timestamp) + interval '1 month -1 day' as date) $$;
    create or replace function log2(anyelement) returns numeric language sql immutable parallel safe
    as 'select log(2.0, cast($1 as numeric))';
    -- The group of the first match, as a text even where nothing matches.
    create or replace function regexp_extract(text, text, integer) returns text
    language sql immutable parallel safe as $$ select coalesce((regexp_match($1, $2))[$3], '') $$;
{%- endmacro -%}

{#- The engine knows no `if not exists` for these. -#}
{%- macro create_unless_exists(what) -%}
    do $$ begin create {{ what }}; exception when duplicate_object or duplicate_function then null; end $$;
{%- endmacro -%}

{#- Tables whose columns are described with types get these types: as a contract has it on DuckDB. The
    planner needs to know what is in a table that the next model reads at once. -#}
{%- macro postgres__create_table_as(temporary, relation, sql) -%}
    {%- set typed = model.columns.values() | selectattr('data_type') | list %}
    create {{ 'temporary ' if temporary }}table {{ relation.include(database=not temporary, schema=not temporary) }} as
    {%- if typed %}
    select
        {%- for column in typed %}
        cast({{ column.name }} as {{ own_type(column.data_type) }}) as {{ column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from ({{ sql }}) as built
    {%- else %}
    {{ sql }}
    {%- endif %};
    analyze {{ relation.include(database=not temporary, schema=not temporary) }}
{%- endmacro -%}

{#- A type of a contract, which has DuckDB's name for it, by PostgreSQL's. -#}
{%- macro own_type(name) -%}
    {%- set is_list_of_voices = name.startswith('struct(strength ') and name.endswith('[]') -%}
    {{ return('voice[]' if is_list_of_voices else {
        'double': 'double precision', 'hugeint': type_huge()
    }.get(name, name)) }}
{%- endmacro -%}
