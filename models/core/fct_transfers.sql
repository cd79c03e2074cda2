{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with changes as (
    select * from {{ ref('int_contact_events') }}
    where
        contact_key is not null
        and field in ('assignee_id', 'group_id')
        and new_value <> last_known_value
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
),

-- All changes at one instant are one transfer: from what the first of them found to what the last
-- one left.
transfers as (
    select
        contact_key,
        occurred_at as transferred_at,
        {{ arg_min('last_known_value', 'event_number', where="field = 'assignee_id'") }}
            as from_assignee_id,
        {{ arg_max(
            'new_value', 'event_number', where="field = 'assignee_id'"
        ) }} as to_assignee_id,
        {{ arg_min(
            'last_known_value', 'event_number', where="field = 'group_id'"
        ) }} as from_group_id,
        {{ arg_max('new_value', 'event_number', where="field = 'group_id'") }} as to_group_id
    from changes
    group by contact_key, occurred_at
)

select
    {{ stable_key([
        as_text('transfers.contact_key'),
        as_text(microseconds('transfers.transferred_at'))
    ]) }} as transfer_key,
    transfers.contact_key,
    contacts.connection,
    contacts.exclusion_reason,
    contacts.channel,
    transfers.transferred_at,
    {{ stable_key(
        ['contacts.connection', 'transfers.from_assignee_id'],
        nullable='transfers.from_assignee_id'
    ) }} as from_assignee_key,
    {{ stable_key(
        ['contacts.connection', 'transfers.to_assignee_id'],
        nullable='transfers.to_assignee_id'
    ) }} as to_assignee_key,
    transfers.from_group_id,
    transfers.to_group_id,
    contacts.first_resolved_at is null or transfers.transferred_at < contacts.first_resolved_at
        as is_before_resolution
from transfers
inner join contacts on transfers.contact_key = contacts.contact_key
