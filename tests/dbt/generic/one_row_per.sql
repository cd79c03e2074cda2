{#- The columns of a key, which tell rows apart, and others that are mandatory. A failing row shows
    which column is empty, or how many rows share its key. -#}
{%- test one_row_per(model, key, never_null=[]) -%}
select
    {{ (key + never_null) | join(',\n    ') }},
    1 as rows_with_this_key
from {{ model }}
where
    {{ (key + never_null) | join(' is null\n    or ') }} is null
union all
select
    {% for column in (key + never_null) -%}
    any_value({{ column }}) as {{ column }},
    {% endfor -%}
    count(*) as rows_with_this_key
from {{ rows_with_doubles(model, key) }}
group by {{ key | join(', ') }}
having count(*) > 1
{%- endtest -%}
