{#- Rows from lists, and lists from columns. -#}

{#- One row for each element of a list. In the select list, once. -#}
{%- macro each(elements) -%} {{ adapter.dispatch('each')(elements) }} {%- endmacro -%}
{%- macro default__each(elements) -%} unnest({{ elements }}) {%- endmacro -%}
{%- macro spark__each(elements) -%} explode({{ elements }}) {%- endmacro -%}

{#- A list of values. -#}
{%- macro list_of(values) -%} {{ adapter.dispatch('list_of')(values) }} {%- endmacro -%}
{%- macro duckdb__list_of(values) -%} [{{ values | join(', ') }}] {%- endmacro -%}
{%- macro spark__list_of(values) -%} array({{ values | join(', ') }}) {%- endmacro -%}
{%- macro default__list_of(values) -%} array[{{ values | join(', ') }}] {%- endmacro -%}

{#- Every day from one date to another; none when the second lies before the first. -#}
{%- macro each_day(first_day, last_day) -%}
    {{ adapter.dispatch('each_day')(first_day, last_day) }}
{%- endmacro -%}

{%- macro duckdb__each_day(first_day, last_day) -%}
    cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date)
{%- endmacro -%}

{#- (Spark's sequence would count down.) -#}
{%- macro spark__each_day(first_day, last_day) -%}
    explode(filter(
        sequence({{ first_day }}, greatest({{ first_day }}, {{ last_day }})),
        each_of -> each_of <= {{ last_day }}
    ))
{%- endmacro -%}

{%- macro default__each_day(first_day, last_day) -%}
    cast(generate_series({{ first_day }}, {{ last_day }}, interval '1 day') as date)
{%- endmacro -%}

{#- Every whole number from one up to, but not including, another, which is greater. -#}
{%- macro each_number(first, end) -%} {{ adapter.dispatch('each_number')(first, end) }} {%- endmacro -%}

{%- macro duckdb__each_number(first, end) -%} unnest(range({{ first }}, {{ end }})) {%- endmacro -%}

{%- macro spark__each_number(first, end) -%}
    explode(sequence({{ first }}, {{ end }} - 1))
{%- endmacro -%}

{%- macro default__each_number(first, end) -%}
    generate_series({{ first }}, {{ end }} - 1)
{%- endmacro -%}

{#- Every column but some. -#}
{%- macro all_but(columns, relation=none) -%}
    {{ adapter.dispatch('all_but')(columns, relation ~ '.' if relation else '') }}
{%- endmacro -%}

{%- macro duckdb__all_but(columns, prefix) -%}
    {{ prefix }}* exclude ({{ columns | join(', ') }})
{%- endmacro -%}

{%- macro spark__all_but(columns, prefix) -%}
    {{ prefix }}* except ({{ columns | join(', ') }})
{%- endmacro -%}

{#- One row for each element of a list, with the number of its place, as two columns. -#}
{%- macro each_in_order(elements, name, place) -%}
    {{ adapter.dispatch('each_in_order')(elements, name, place) }}
{%- endmacro -%}

{%- macro duckdb__each_in_order(elements, name, place) -%}
    unnest({{ elements }}) as {{ name }},
    generate_subscripts({{ elements }}, 1) as {{ place }}
{%- endmacro -%}

{%- macro spark__each_in_order(elements, name, place) -%}
    posexplode({{ elements }}) as ({{ place }}, {{ name }})
{%- endmacro -%}

{#- A list of all that a pattern matches in a text, or of one group of it. -#}
{%- macro all_matches(text, pattern, group=0) -%}
    regexp_extract_all({{ text }}, '{{ pattern }}', {{ group }})
{%- endmacro -%}

{#- A list of the parts of a text between a separator of one ordinary character. -#}
{%- macro split_text(text, separator) -%}
    {{ adapter.dispatch('split_text')(text, separator) }}
{%- endmacro -%}
{%- macro duckdb__split_text(text, separator) -%} string_split({{ text }}, '{{ separator }}') {%- endmacro -%}
{%- macro spark__split_text(text, separator) -%} split({{ text }}, '{{ separator }}') {%- endmacro -%}
{%- macro default__split_text(text, separator) -%}
    string_to_array({{ text }}, '{{ separator }}')
{%- endmacro -%}

{#- The values of a group or window as a list, in any order; whether it has NULLs differs. -#}
{%- macro listed(value) -%} {{ adapter.dispatch('listed')(value) }} {%- endmacro -%}
{%- macro duckdb__listed(value) -%} list({{ value }}) {%- endmacro -%}
{%- macro spark__listed(value) -%} collect_list({{ value }}) {%- endmacro -%}
{%- macro default__listed(value) -%} array_agg({{ value }}) {%- endmacro -%}

{#- Whether a list has a value; NULL or false where it has not, or the value is NULL. -#}
{%- macro is_listed(value, elements) -%} {{ adapter.dispatch('is_listed')(value, elements) }} {%- endmacro -%}
{%- macro duckdb__is_listed(value, elements) -%} list_contains({{ elements }}, {{ value }}) {%- endmacro -%}
{%- macro spark__is_listed(value, elements) -%} array_contains({{ elements }}, {{ value }}) {%- endmacro -%}
{%- macro default__is_listed(value, elements) -%} {{ value }} = any({{ elements }}) {%- endmacro -%}
