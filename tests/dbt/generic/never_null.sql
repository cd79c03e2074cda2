{#- Mandatory columns, in one scan. A failing row shows which of them is empty. -#}
{%- test never_null(model, columns) -%}
select
    {{ columns | join(',\n    ') }}
from {{ model }}
where
    {{ columns | join(' is null\n    or ') }} is null
{%- endtest -%}
