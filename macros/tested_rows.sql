{#- Which rows dbt's tests look at: all of them after a build of everything, and the ones that it has
    replaced after a build of changes, where these tell enough. The others are as they were when they
    were tested last, for a build of which a test failed is followed by one of everything.

    int_scope and the like go by their tables' names here, not by ref(): whoever selects one of these
    would select all tests with it. -#}

{#- SQL of which rows of a model (held) this build may have replaced; empty when it may be any: with the
    contacts in scope those that age, of whose rows some are replaced and the others rest. -#}
{%- macro replaced_rows(model_id) -%}
    {%- if execute and is_incremental_build() -%}
        {%- set node = graph.nodes.get(model_id, {'config': {}}) -%}
        {%- set is_whole = node.config.materialized != 'incremental' -%}
        {%- set strategy = none if is_whole else node.config.incremental_strategy -%}
        {%- if strategy == 'by_contact' and 'contact_key' in node.columns -%}
            held.contact_key in (
                select scope.contact_key from intermediate.int_scope as scope
                union all
                select aging.contact_key from intermediate.int_aging as aging
            )
        {%- elif strategy == 'by_period' -%}
            {{ is_counted_anew(node.columns | list, node.config.meta) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}

{#- What a query of ours reads of a model to test it: the rows that this build has replaced. For what
    holds within a contact, a day or a period. Totals are compared over all rows, and so tell as well
    of what this build should have replaced and did not. -#}
{%- macro tested(relation) -%}
    {%- set replaced = replaced_rows('model.' ~ project_name ~ '.' ~ relation.identifier) -%}
    {%- if replaced -%}
        (select held.* from {{ relation }} as held where {{ replaced }})
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro -%}

{#- The rows of tickets in scope, of raw as well as of contacts. -#}
{%- macro tested_of_tickets(relation) -%}
    {%- if execute and is_incremental_build() -%}
        (
            select held.* from {{ relation }} as held
            where {{ is_in_scope('held', ['connection', 'ticket_id']) }}
        )
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro -%}

{#- Among which rows a generic test looks for rows that share a key. A replaced one may share it with one
    that was left alone: these are all that share a replaced row's key, and none if nobody does. -#}
{%- macro rows_with_doubles(rows, key) -%}
    {%- set replaced = replaced_rows(model.attached_node) -%}
    {%- if replaced and not config.get('where') -%}
        {%- set every_row = graph.nodes[model.attached_node].relation_name -%}
        {%- set columns = key | join(', ') -%}
        (
            select *
            from {{ every_row }}
            where ({{ columns }}) in (
                select {{ columns }}
                from {{ every_row }}
                where ({{ columns }}) in (
                    select {{ columns }}
                    from {{ every_row }} as held
                    where {{ replaced }}
                )
                group by {{ columns }}
                having count(*) > 1
            )
        )
    {%- else -%}
        {{ rows }}
    {%- endif -%}
{%- endmacro -%}
