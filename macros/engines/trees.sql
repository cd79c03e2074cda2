{#- Climbing a forest. -#}

{#- What tells rows apart most cheaply, from columns that together do. -#}
{%- macro cheap_id(columns) -%} {{ adapter.dispatch('cheap_id')(columns) }} {%- endmacro -%}
{%- macro default__cheap_id(columns) -%} row_number() over () {%- endmacro -%}
{%- macro spark__cheap_id(columns) -%} ({{ columns | join(', ') }}) {%- endmacro -%}

{#- CTEs from a relation of each node and its parent as `ancestor` (a root: itself), the last of them of
    each node and its root. What hangs from a circle has no row, or an ancestor that is no root. The
    statement begins `with recursive`. -#}
{%- macro climbed(parents, name, rounds) -%}
    {{ adapter.dispatch('climbed')(parents, name, rounds) }}
{%- endmacro -%}

{#- By doubling: each round replaces a node's ancestor by that one's ancestor. n rounds climb 2^n
    steps, and trees of any shape cost the same. -#}
{%- macro default__climbed(parents, name, rounds) -%}
    {%- for round in range(1, rounds + 1) %}
    {%- set lower = parents if loop.first else name ~ '_' ~ (round - 1) %}
    {{ name ~ ('' if loop.last else '_' ~ round) }} as (
        select
            nearer.node,
            farther.ancestor
        from {{ lower }} as nearer
        inner join {{ lower }} as farther on nearer.ancestor = farther.node
    ),
    {% endfor -%}
{%- endmacro -%}

{#- By descending, level by level: Spark puts the text of a CTE wherever it is read, and n doubling
    rounds would read the first one 2^n times. -#}
{%- macro spark__climbed(parents, name, rounds) -%}
    {{ name }} as (
        select
            node,
            ancestor
        from {{ parents }}
        where node = ancestor
        union all
        select
            lower.node,
            {{ name }}.ancestor
        from {{ name }}
        inner join {{ parents }} as lower on {{ name }}.node = lower.ancestor
        where lower.node <> lower.ancestor
    ),
{%- endmacro -%}
