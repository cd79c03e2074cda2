{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with merge_chains as (
    select * from {{ ref('int_merges') }}
    where merge_error is not null
),

tickets as (
    select * from {{ ref('int_tickets') }}
)

select
    merge_chains.contact_key,
    tickets.connection,
    tickets.ticket_id,
    merge_chains.merge_error
from merge_chains
inner join tickets on merge_chains.contact_key = tickets.contact_key
