{#- Schemas carry the same names in every target: BI tools and tests hold on to them. -#}
{%- macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro -%}
