{{ config(materialized='incremental', incremental_strategy='by_contact') }}

with sessions as (
    select
        *,
        {{ stable_key(['connection', 'ticket_id']) }} as own_contact_key
    from {{ in_scope(ref('int_work_sessions_unioned'), keys=['connection', 'ticket_id']) }}
),

merge_chains as (
    select * from {{ ref('int_merges') }}
    where survivor_key is not null
),

contacts as (
    select * from {{ in_scope(ref('int_contact_outcomes')) }}
)

select
    {{ stable_key(['sessions.connection', 'sessions.session_id']) }} as work_session_key,
    contacts.contact_key,
    contacts.connection,
    contacts.exclusion_reason,
    sessions.session_id,
    contacts.channel,
    contacts.channel_group,
    {{ stable_key(['sessions.connection', 'sessions.agent_id'], nullable='sessions.agent_id') }}
        as agent_key,
    sessions.kind,
    sessions.started_at,
    sessions.ended_at,
    {{ seconds_between('sessions.started_at', 'sessions.ended_at') }} as seconds
from sessions
left join merge_chains on sessions.own_contact_key = merge_chains.contact_key
inner join contacts
    on coalesce(merge_chains.survivor_key, sessions.own_contact_key) = contacts.contact_key
