{#- The same columns of one entity from every source system that has it. A new source is one more
    name in the list of each entity that it has. -#}
{%- macro union_sources(entity, source_types, columns) -%}
    {%- for source_type in source_types %}
select
    {%- for column in columns %}
    {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ ref('stg_' ~ source_type ~ '__' ~ entity) }}
    {%- if not loop.last %}
union all
    {%- endif %}
    {%- endfor %}
{%- endmacro -%}
