{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with resolutions as (
    select * from {{ in_scope(ref('int_resolutions')) }}
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
)

select
    {{ stable_key([
        as_text('resolutions.contact_key'), as_text('resolutions.resolution_number')
    ]) }} as resolution_key,
    resolutions.contact_key,
    contacts.connection,
    contacts.channel,
    contacts.exclusion_reason,
    resolutions.resolution_number,
    resolutions.resolved_at,
    {{ stable_key(
        ['contacts.connection', 'resolutions.agent_id'],
        nullable='resolutions.agent_id'
    ) }} as agent_key,
    resolutions.resolution_number = 1 as is_first,
    resolutions.is_last,
    resolutions.reopened_at,
    {{ seconds_between('contacts.created_at', 'resolutions.resolved_at') }}
        as seconds_from_created,
    {{ to_seconds('resolutions.open_age_us') }}
        as business_seconds_from_created,
    {{ seconds_between('resolutions.previously_reopened_at', 'resolutions.resolved_at') }}
        as seconds_from_reopened
from resolutions
inner join contacts on resolutions.contact_key = contacts.contact_key
