{#- A build is either a full one, or computes anew only what has changed since the last complete one:
    then the nightly job says which load and which as_of that one saw. Read while a model is compiled
    for running, never while the project is parsed, like as_of(). A text, empty for no: linters that
    render macros know no `return`. -#}
{%- macro is_incremental_build() -%}
    {%- if execute and not flags.FULL_REFRESH and env_var('SUPPORTMART_SINCE_LOAD', '') != '' -%}
        yes
    {%- endif -%}
{%- endmacro -%}

{#- Whether to render what only an incremental build runs: then, and when dbt looks for what a model reads. -#}
{%- macro renders_changes() -%}
    {{ 'yes' if not execute or is_incremental_build() }}
{%- endmacro -%}

{#- The last load that the last complete build saw. -#}
{%- macro since_load() -%}
    {%- if execute -%} {{ env_var('SUPPORTMART_SINCE_LOAD') }} {%- else -%} 0 {%- endif -%}
{%- endmacro -%}

{#- The as_of of the last complete build, spelled as as_of() is: the two can be compared. -#}
{%- macro since() -%}
    {%- if execute -%}
        {{ utc_timestamp(modules.datetime.datetime.fromisoformat(env_var('SUPPORTMART_SINCE'))) }}
    {%- else -%}
        cast('1970-01-01' as timestamp)
    {%- endif -%}
{%- endmacro -%}

{#- Without the nightly job's word everything is built from nothing, as with --full-refresh. What is
    replaced by the row (the scores of texts) is always kept. -#}
{%- macro should_full_refresh() -%}
    {%- set is_by_scope = config.get('incremental_strategy') in ('by_contact', 'by_period') -%}
    {%- if config.get('incremental_strategy') == 'by_contact' and not is_incremental_build() -%}
        {%- do check_nothing_is_left_out() -%}
    {%- endif -%}
    {{ return(flags.FULL_REFRESH or (is_by_scope and not is_incremental_build())) }}
{%- endmacro -%}

{#- Why a version of a raw row counts as changed: it is read now and was not when the last build began, it
    was and is not any more, or it has an instant that the last build held for the future. (A row that says
    what the one before it says has lost as it came.) -#}
{%- macro reasons_of_change(row, instants, between) -%}
    ({{ row }}.load_id > {{ since_load() }} and {{ row }}.superseded_by_load_id is null)
    {{ between }}
    ({{ row }}.load_id <= {{ since_load() }} and {{ row }}.superseded_by_load_id > {{ since_load() }})
    {%- for instant in instants %}
    {{ between }} ({{ row }}.{{ instant }} > {{ since() }} and {{ row }}.{{ instant }} <= {{ as_of() }})
    {%- endfor %}
{%- endmacro -%}

{#- Whether it has changed. -#}
{%- macro has_changed(row, instants=[]) -%}
    ({{ reasons_of_change(row, instants, 'or') }})
{%- endmacro -%}

{#- The changed rows of a raw table, each once for every reason: of a condition by itself the engine knows,
    from their smallest and largest values, which blocks of rows it need not read. -#}
{%- macro changed_rows(table, instants=[], another_reason=none) -%}
    {%- set rows -%} select raw.* from {{ table }} as raw where {% endset -%}
    (
        {{ rows }} {{ reasons_of_change('raw', instants, 'union all ' ~ rows) }}
        {%- if another_reason %}
        union all {{ rows }} {{ another_reason }}
        {%- endif %}
    )
{%- endmacro -%}

{#- Whether a row is of a contact that this build computes anew. As `in`, which the engine makes one semi
    join of; a correlated `exists` it first collects all keys for. -#}
{%- macro is_in_scope(row, keys, scope='intermediate.int_scope') -%}
    ({{ row }}.{{ keys | join(", " ~ row ~ ".") }}) in (
        select scope.{{ keys | join(", scope.") }} from {{ scope }} as scope
    )
{%- endmacro -%}

{#- Whether a version of a raw row is new, be it read as the present one or not: for tables whose older
    versions tell something too. -#}
{%- macro has_arrived(row) -%}
    {{ row }}.load_id > {{ since_load() }}
{%- endmacro -%}

{#- A relation, restricted to the contacts that this build computes anew. What the facts held of them
    before has been noted by then, since a model that reads this may replace it. -#}
{%- macro in_scope(relation, keys=['contact_key']) -%}
    {%- if renders_changes() -%}
        {%- set scope = ref('int_scope') -%}
        {%- do ref('int_days_before') -%}
        {%- do ref('int_results_before') %}
        (
            select unscoped.*
            from {{ relation }} as unscoped
            where {{ is_in_scope('unscoped', keys, scope) }}
        )
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro -%}

{#- Contacts in scope and all others of the same persons, from a relation that holds every contact. -#}
{%- macro with_their_people(contacts) -%}
    {%- if renders_changes() -%}
        {%- set scope = ref('int_scope') %}
        (
            select *
            from {{ contacts }}
            where
                contact_key in (select scope.contact_key from {{ scope }} as scope)
                or person_key in (
                    select held.person_key
                    from {{ contacts }} as held
                    inner join {{ scope }} as scope on held.contact_key = scope.contact_key
                )
        )
    {%- else -%}
        {{ contacts }}
    {%- endif -%}
{%- endmacro -%}

{#- Replaces the rows of the contacts in scope, and of those in int_aging the rows that age (meta.ages,
    a condition). A model that gives others, or some of no contact, is refused: they would never be
    replaced. (Every model that is replaced so depends on int_scope through what it reads.) -#}
{%- macro get_incremental_by_contact_sql(arguments) -%}
    {%- set keys = config.get('scoped_by', ['contact_key']) -%}
    delete from {{ arguments.target_relation }} as held
    where {{ is_in_scope('held', keys) }};
    {%- set ages = config.get('meta', {}).get('ages') %}
    {%- if ages %}
    delete from {{ arguments.target_relation }}
    where contact_key in (select aging.contact_key from intermediate.int_aging as aging) and {{ ages }};
    {%- endif %}
    insert into {{ arguments.target_relation }} by name
    select * from {{ arguments.temp_relation }} as computed
    where case
        when {{ is_in_scope('computed', keys) }} then true
        {%- if ages %}
        when {{ is_in_scope('computed', keys, 'intermediate.int_aging') }} then true
        {%- endif %}
        else error(
            '{{ model.name }} gives rows of contacts that are not in int_scope: what it reads must go '
            || 'through in_scope(), and {{ keys | join(", ") }} must not be empty'
        )
    end
{%- endmacro -%}

{#- After an incremental build the intermediate tables hold the contacts in scope only. A model that is
    built by itself then would lose all others. -#}
{%- macro check_nothing_is_left_out() -%}
    {%- set aging = adapter.get_relation(target.database, 'intermediate', 'int_aging') -%}
    {%- if execute and aging is not none -%}
        {%- set computed -%}
            select
                (select count(*) from intermediate.int_scope)
                + (select count(*) from intermediate.int_aging) as contacts
        {%- endset -%}
        {%- if run_query(computed).columns[0].values()[0] > 0 -%}
            {{ exceptions.raise_compiler_error(
                "the intermediate tables hold only what the last nightly build computed: build "
                ~ model.name ~ " with all that it reads, `dbt build --select +" ~ model.name ~ "`"
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}

{#- What a model of changes is in a full build: its columns, without rows. -#}
{%- macro without_rows(columns) -%}
select
    {%- for column, type in columns.items() %}
    cast(null as {{ type }}) as {{ column }}{{ "," if not loop.last }}
    {%- endfor %}
where false
{%- endmacro -%}
