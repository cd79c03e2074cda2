{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with topics as (
    select * from {{ in_scope(ref('int_contact_topics')) }}
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

tickets as (
    select * from {{ ref('int_tickets') }}
)

select
    topics.contact_key,
    contacts.connection,
    contacts.exclusion_reason,
    topics.topic,
    topics.subtopic,
    topics.source,
    tickets.lifecycle_stage
from topics
inner join contacts on topics.contact_key = contacts.contact_key
inner join tickets on topics.contact_key = tickets.contact_key
