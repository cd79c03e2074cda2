{% if renders_changes() -%}
    with others as (
        select contact_key from {{ ref('int_scope') }}
        where not is_changed
        union all
        select contact_key from {{ ref('int_aging') }}
    )

    select
        fact.contact_key,
        {{ results_of_others('fact') }} as results
    from core.fct_contacts as fact
    inner join others on fact.contact_key = others.contact_key
    union all
    select
        fact.contact_key,
        {{ results_of_service_level('fact') }} as results
    from core.fct_sla as fact
    inner join others on fact.contact_key = others.contact_key
{%- else -%}
{{ without_rows({'contact_key': type_key(), 'results': type_text()}) }}
{%- endif %}
