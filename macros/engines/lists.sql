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
    cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval '1 day')) as date)
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

{#- One row for each element of a list, with the number of its place, as two columns. -#}
{%- macro each_in_order(elements, name, place) -%}
    {{ adapter.dispatch('each_in_order')(elements, name, place) }}
{%- endmacro -%}

{%- macro duckdb__each_in_order(elements, name, place) -%}
    unnest({{ elements }}) as {{ name }},
    generate_subscripts({{ elements }}, 1) as {{ place }}
{%- endmacro -%}

{%- macro postgres__each_in_order(elements, name, place) -%}
    unnest({{ elements }}) as {{ name }},
    generate_series(1, cardinality({{ elements }})) as {{ place }}
{%- endmacro -%}

{%- macro spark__each_in_order(elements, name, place) -%}
    posexplode({{ elements }}) as ({{ place }}, {{ name }})
{%- endmacro -%}

{#- A list of all that a pattern matches in a text, or of one group of it. -#}
{%- macro all_matches(text, pattern, group=0) -%}
    {{ adapter.dispatch('all_matches')(text, pattern, group) }}
{%- endmacro -%}

{%- macro default__all_matches(text, pattern, group) -%}
    regexp_extract_all({{ text }}, '{{ pattern }}', {{ group }})
{%- endmacro -%}

{#- (Its matches are the groups, or the whole where the pattern has none.) -#}
{%- macro postgres__all_matches(text, pattern, group) -%}
    array(select matches[1] from regexp_matches({{ text }}, '{{ pattern }}', 'g') as matches)
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

{#- A value with named fields, one of the kinds below. A field is read as (value).field. -#}
{%- macro struct_of(kind, fields) -%}
    {{ return(adapter.dispatch('struct_of')(kind, fields)) }}
{%- endmacro -%}

{#- Kinds of values with fields, which PostgreSQL asks for as types: names and types of their fields. -#}
{%- macro struct_kinds() -%}
    {%- set within = [] -%}
    {%- for time in within_times() -%} {%- do within.append('within_' ~ time ~ ' bigint') -%} {%- endfor -%}
    {{ return({
        'count_figure': [
            'metric_id text', 'statistic text', 'n float8', 'd float8', 'of bigint', 'value float8'
        ],
        'duration_figure': ['statistic text', 'n float8', 'd float8', 'of bigint', 'value float8'],
        'percentile_pair': [
            'metric_id text', 'clock text', 'samples bigint', 'percentiles float8[]'
        ],
        'duration_sum': [
            'metric_id text', 'clock text', 'samples bigint', 'total_microseconds numeric',
            'total_squared_milliseconds numeric', 'fastest_microseconds bigint',
            'slowest_microseconds bigint'
        ],
        'cohort_sum': ['metric_id text', 'clock text', 'cohort bigint'] + within,
        'duration': ['metric_id text', 'clock text', 'duration_us bigint'],
        'definition': [
            'measure text', 'definition text', 'measured bigint', 'mean_us float8',
            'median_us float8', 'differing bigint', 'main_difference text'
        ],
        'voice': ['strength float8', 'sent_at timestamp', 'message_key uuid', 'message_id text'],
    }) }}
{%- endmacro -%}

{%- macro postgres__struct_of(kind, fields) -%}
    {%- set names = [] -%}
    {%- for field in struct_kinds()[kind] -%} {%- do names.append(field.split(' ')[0]) -%} {%- endfor -%}
    {%- if names != fields | list -%}
        {{ exceptions.raise_compiler_error(
            'struct_kinds() has other fields for ' ~ kind ~ ' than ' ~ model.name
        ) }}
    {%- endif -%}
    {{ return('cast(row(' ~ fields.values() | join(', ') ~ ') as ' ~ kind ~ ')') }}
{%- endmacro -%}

{%- macro duckdb__struct_of(kind, fields) -%}
    {%- set pairs = [] -%}
    {%- for name, value in fields.items() -%} {%- do pairs.append("'" ~ name ~ "': " ~ value) -%} {%- endfor -%}
    {{ return('{' ~ pairs | join(', ') ~ '}') }}
{%- endmacro -%}

{%- macro spark__struct_of(kind, fields) -%}
    {%- set pairs = [] -%}
    {%- for name, value in fields.items() -%} {%- do pairs.append("'" ~ name ~ "', " ~ value) -%} {%- endfor -%}
    {{ return('named_struct(' ~ pairs | join(', ') ~ ')') }}
{%- endmacro -%}

{#- The nth element of a list, from 1; NULL beyond its end. -#}
{%- macro element(elements, n) -%} {{ return(adapter.dispatch('element')(elements, n)) }} {%- endmacro -%}
{%- macro default__element(elements, n) -%} {{ return(elements ~ '[' ~ n ~ ']') }} {%- endmacro -%}
{%- macro spark__element(elements, n) -%} {{ return('get(' ~ elements ~ ', ' ~ (n - 1) ~ ')') }} {%- endmacro -%}

{#- The elements of two lists in step, as two columns; the second list may be NULL. -#}
{%- macro each_beside(elements, others, name, other_name) -%}
    {{ adapter.dispatch('each_beside')(elements, others, name, other_name) }}
{%- endmacro -%}

{%- macro default__each_beside(elements, others, name, other_name) -%}
    unnest({{ elements }}) as {{ name }},
    unnest({{ others }}) as {{ other_name }}
{%- endmacro -%}

{%- macro spark__each_beside(elements, others, name, other_name) -%}
    inline(arrays_zip({{ elements }}, coalesce({{ others }}, array()))) as ({{ name }}, {{ other_name }})
{%- endmacro -%}

{#- The n largest values of a group, as a list; NULL where it has none. -#}
{%- macro largest(value, n) -%} {{ adapter.dispatch('largest')(value, n) }} {%- endmacro -%}
{%- macro duckdb__largest(value, n) -%} max({{ value }}, {{ n }}) {%- endmacro -%}
{%- macro postgres__largest(value, n) -%}
    (array_agg({{ value }} order by {{ value }} desc) filter (where {{ value }} is not null))[:{{ n }}]
{%- endmacro -%}
{%- macro spark__largest(value, n) -%}
    case when count({{ value }}) > 0 then {{ largest_of('collect_list(' ~ value ~ ')', n) }} end
{%- endmacro -%}

{#- The n largest elements of a list, in falling order. -#}
{%- macro largest_of(elements, n) -%} {{ adapter.dispatch('largest_of')(elements, n) }} {%- endmacro -%}
{%- macro duckdb__largest_of(elements, n) -%} list_reverse_sort({{ elements }})[:{{ n }}] {%- endmacro -%}
{%- macro postgres__largest_of(elements, n) -%}
    (array(select each_of from unnest({{ elements }}) as each_of order by each_of desc))[:{{ n }}]
{%- endmacro -%}
{%- macro spark__largest_of(elements, n) -%} slice(sort_array({{ elements }}, false), 1, {{ n }}) {%- endmacro -%}

{#- The lists of a group, one after the other, as one list. -#}
{%- macro joined(value) -%} {{ adapter.dispatch('joined')(value) }} {%- endmacro -%}
{%- macro default__joined(value) -%} flatten({{ listed(value) }}) {%- endmacro -%}
{#- (An aggregate of prepare_engine.) -#}
{%- macro postgres__joined(value) -%} joined({{ value }}) {%- endmacro -%}

{#- The rows of several CTEs, each given with its columns, or with the model that describes them; a
    column that one has not is NULL there. -#}
{%- macro union_by_name(parts) -%} {{ adapter.dispatch('union_by_name')(parts) }} {%- endmacro -%}

{%- macro duckdb__union_by_name(parts) -%}
    {%- for name in parts %}
    select * from {{ name }}
    {{- "\n    union all by name" if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}

{%- macro default__union_by_name(parts) -%}
    {%- set columns = [] -%}
    {%- for described in parts.values() -%} {%- do columns.extend(columns_of(described)) -%} {%- endfor -%}
    {%- for name, described in parts.items() %}
    {%- set own = columns_of(described) %}
    select
        {%- for column in columns | unique %}
        {{ column if column in own else adapter.dispatch('null_like')(column, parts) }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from {{ name }}
    {{- "\n    union all" if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}

{%- macro default__null_like(column, parts) -%} null as {{ column }} {%- endmacro -%}

{#- A NULL of the type of another part's column: the engine settles types of a union pair by pair. -#}
{%- macro postgres__null_like(column, parts) -%}
    {%- set owners = [] -%}
    {%- for name, described in parts.items() if column in columns_of(described) -%}
        {%- do owners.append(name) -%}
    {%- endfor -%}
    (select typed.{{ column }} from {{ owners[0] }} as typed limit 0) as {{ column }}
{%- endmacro -%}

{#- A list of columns as it is, or the columns that a model's description names. -#}
{%- macro columns_of(described) -%}
    {%- if described is not string -%} {{ return(described) }} {%- endif -%}
    {{ return(graph.nodes['model.supportmart.' ~ described].columns | list if execute else []) }}
{%- endmacro -%}
