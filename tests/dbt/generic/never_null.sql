{#- Mandatory columns of what has no contract, in one scan. A failing row shows which is empty. -#}
{%- test never_null(model, columns) -%}
select
    {{ columns | join(',\n    ') }}
from {{ model }}
where
    {{ columns | join(' is null\n    or ') }} is null
{%- endtest -%}
