{#- A table: its text is another every night, and views are not made anew. -#}
{{ config(materialized='table') }}

-- A new tweet can join threads, but which ones is only known when all are found: every thread
-- of its connection counts as changed.
{% if renders_changes() -%}
    with source as (
        select * from {{ source('raw_twitter', 'tweets') }}
    )

    select distinct
        changed.connection,
        'connection' as kind,
        cast(null as varchar) as id,
        cast(null as timestamp) as occurred_at
    from source as changed
    where {{ has_changed('changed', ['created_at']) }}
{%- else -%}
{{ without_rows({
    'connection': type_text(), 'kind': type_text(), 'id': type_text(), 'occurred_at': 'timestamp',
}) }}
{%- endif %}
