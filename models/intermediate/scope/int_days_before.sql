{% if renders_changes() -%}
    with changed as (
        select contact_key from {{ ref('int_scope') }}
        where is_changed
    ),

    instants as (
        {%- for fact, columns in fact_instants().items() %}
            select unnest([{{ columns | join(", ") }}]) as instant
            from core.{{ fact }} as fact
            where fact.contact_key in (select changed.contact_key from changed)
            {{ "union all" if not loop.last }}
        {%- endfor %}
    )

    select distinct cast({{ utc_to_local('instant', reporting_time_zone()) }} as date) as date_on
    from instants
    where instant is not null
{%- else -%}
{{ without_rows({'date_on': 'date'}) }}
{%- endif %}
