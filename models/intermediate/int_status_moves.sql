{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with events as (
    select * from {{ ref('int_contact_events') }}
)

select
    contact_key,
    occurred_at,
    status_before,
    new_value as status
from events
where contact_key is not null and field = 'status' and new_value <> status_before
