{#- Aggregates, windows and joins that engines spell differently. -#}

{#- A CTE that is read from more than one place, and cheaper to compute anew than to keep. -#}
{%- macro inlined() -%} {{ return(adapter.dispatch('inlined')()) }} {%- endmacro -%}
{%- macro default__inlined() -%} {{ return('not materialized') }} {%- endmacro -%}
{%- macro spark__inlined() -%} {{ return('') }} {%- endmacro -%}

{#- Groups by the first n columns of the select list, none of the others being free of aggregates. -#}
{%- macro group_by_first(n) -%} {{ adapter.dispatch('group_by_first')(n) }} {%- endmacro -%}
{%- macro default__group_by_first(n) -%} group by all {%- endmacro -%}
{%- macro postgres__group_by_first(n) -%} group by {{ range(1, n + 1) | join(', ') }} {%- endmacro -%}

{#- The value of the row that comes first or last by an order, of those that have both, or (with
    `or_null`) that have the order. `place` may be a list: (a, b). -#}
{%- macro arg_min(value, place, where=none, or_null=false) -%}
    {{ adapter.dispatch('arg_extreme')('min', value, place, where, or_null) }}
{%- endmacro -%}

{%- macro arg_max(value, place, where=none, or_null=false) -%}
    {{ adapter.dispatch('arg_extreme')('max', value, place, where, or_null) }}
{%- endmacro -%}

{%- macro duckdb__arg_extreme(end, value, place, where, or_null) -%}
    arg_{{ end }}{{ "_null" if or_null }}({{ value }}, {{ place }})
    {%- if where %} filter (where {{ where }}){% endif -%}
{%- endmacro -%}

{%- macro spark__arg_extreme(end, value, place, where, or_null) -%}
    {%- set conditions = [where] if where else [] -%}
    {%- if not or_null -%} {%- do conditions.append(value ~ ' is not null') -%} {%- endif -%}
    {{ end }}_by({{ value }}, {{ place }})
    {%- if conditions %} filter (where {{ conditions | join(' and ') }}){% endif -%}
{%- endmacro -%}

{%- macro postgres__arg_extreme(end, value, place, where, or_null) -%}
    {%- set conditions = [where] if where else [] -%}
    {%- if not or_null -%} {%- do conditions.append(value ~ ' is not null') -%} {%- endif -%}
    (array_agg({{ value }} order by {{ place }} {{ 'desc nulls last' if end == 'max' }})
    {%- if conditions %} filter (where {{ conditions | join(' and ') }}){% endif -%}
    )[1]
{%- endmacro -%}

{#- The nth smallest value of a group. -#}
{%- macro nth_smallest(value, n, where='true') -%}
    {{ adapter.dispatch('nth_smallest')(value, n, where) }}
{%- endmacro -%}

{%- macro duckdb__nth_smallest(value, n, where) -%}
    (min({{ value }}, {{ n }}) filter (where {{ where }}))[{{ n }}]
{%- endmacro -%}

{%- macro spark__nth_smallest(value, n, where) -%}
    get(array_sort(collect_list({{ value }}) filter (where {{ where }})), {{ n - 1 }})
{%- endmacro -%}

{%- macro default__nth_smallest(value, n, where) -%}
    (array_agg({{ value }} order by {{ value }}) filter (where {{ where }}))[{{ n }}]
{%- endmacro -%}

{#- The exact percentile of a column, values between two rows interpolated. -#}
{%- macro percentile(value, share) -%}
    {{ adapter.dispatch('percentile')(value, share) }}
{%- endmacro -%}

{%- macro duckdb__percentile(value, share) -%}
    quantile_cont({{ value }}, {{ share }})
{%- endmacro -%}

{%- macro default__percentile(value, share) -%}
    percentile_cont({{ share }}) within group (order by {{ value }})
{%- endmacro -%}

{#- Several of them, as a list; a filter may follow. -#}
{%- macro percentiles(value, shares) -%}
    {{ return(adapter.dispatch('percentiles')(value, shares | join(', '))) }}
{%- endmacro -%}

{%- macro duckdb__percentiles(value, shares) -%}
    {{ return('quantile_cont(' ~ value ~ ', [' ~ shares ~ '])') }}
{%- endmacro -%}

{%- macro spark__percentiles(value, shares) -%}
    {{ return('percentile(' ~ value ~ ', array(' ~ shares ~ '))') }}
{%- endmacro -%}

{%- macro default__percentiles(value, shares) -%}
    {{ return('percentile_cont(array[' ~ shares ~ ']) within group (order by ' ~ value ~ ')') }}
{%- endmacro -%}

{#- The value that a group has most often; of several the first by the alphabet. -#}
{%- macro most_common(value) -%} {{ return(adapter.dispatch('most_common')(value)) }} {%- endmacro -%}

{%- macro duckdb__most_common(value) -%}
    {{ return(
        'list_sort(list_transform(map_entries(histogram(' ~ value ~ ')),'
        ~ " lambda entry: {'less': -entry.value, 'word': entry.key}))[1].word"
    ) }}
{%- endmacro -%}

{%- macro default__most_common(value) -%}
    {{ return('mode() within group (order by ' ~ value ~ ')') }}
{%- endmacro -%}

{#- The last value of a window that is not NULL, before its `over`. -#}
{%- macro last_known(value) -%} {{ adapter.dispatch('known')('last', value) }} {%- endmacro -%}

{#- The first value of a window that is not NULL, before its `over`. -#}
{%- macro first_known(value) -%} {{ adapter.dispatch('known')('first', value) }} {%- endmacro -%}

{%- macro duckdb__known(end, value) -%}
    {{ end }}_value({{ value }} ignore nulls)
{%- endmacro -%}

{%- macro spark__known(end, value) -%}
    {{ end }}_value({{ value }}) ignore nulls
{%- endmacro -%}

{#- (An aggregate of prepare_engine.) -#}
{%- macro postgres__known(end, value) -%}
    {{ end }}_known({{ value }})
{%- endmacro -%}

{#- Joins each row to the last row of a relation at or before it, among those of one
    key. `kind` is inner or left. No two rows of the relation share key and place. -#}
{%- macro asof_join(kind, relation, key, key_is, place, comes_by) -%}
    {{ adapter.dispatch('asof_join')(kind, relation, key, key_is, place, comes_by) }}
{%- endmacro -%}

{%- macro duckdb__asof_join(kind, relation, key, key_is, place, comes_by) -%}
    asof {{ kind }} join {{ relation }}
        on
            {{ key_is }} = {{ relation }}.{{ key }}
            and {{ comes_by }} >= {{ relation }}.{{ place }}
{%- endmacro -%}

{%- macro default__asof_join(kind, relation, key, key_is, place, comes_by) -%}
    {{ kind }} join (
        select
            *,
            lead({{ place }}) over (partition by {{ key }} order by {{ place }}) as next_place
        from {{ relation }}
    ) as {{ relation }}
        on
            {{ key_is }} = {{ relation }}.{{ key }}
            and {{ comes_by }} >= {{ relation }}.{{ place }}
            and (
                {{ relation }}.next_place is null
                or not {{ comes_by }} >= {{ relation }}.next_place
            )
{%- endmacro -%}
