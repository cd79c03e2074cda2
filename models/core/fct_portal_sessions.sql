{{ config(materialized='incremental', incremental_strategy='by_period') }}

with dates as (
    select * from {{ ref('dim_dates') }}
),

counted_dates as (
    select date_on from {{ dates_to_count() }}
),

-- 24 hours can pass over a day of 23.
followed_dates as (
    select date_on from {{ dates_to_count(after=2) }}
),

sessions as (
    select
        *,
        {{ stable_key(['connection', 'session_id']) }} as portal_session_key,
        {{ stable_key(['connection', 'customer_id'], nullable='customer_id') }} as requester_key
    from {{ ref('int_portal_sessions_unioned') }}
    where {{ only_counted('cast(started_at as date)', 'counted_dates', 'date_on') }}
),

requesters as (
    select * from {{ ref('dim_requesters') }}
),

contacts as (
    select * from {{ ref('fct_contacts') }}
    where
        exclusion_reason is null
        and person_key is not null
        and {{ only_counted('cast(created_at as date)', 'followed_dates', 'date_on') }}
),

known as (
    select
        sessions.*,
        requesters.person_key
    from sessions
    left join requesters on sessions.requester_key = requesters.requester_key
),

followed as (
    select distinct known.portal_session_key
    from known
    inner join contacts
        on
            known.person_key = contacts.person_key
            and known.started_at <= contacts.created_at
            and known.started_at >= contacts.created_at - interval '24 hour'
)

select
    known.portal_session_key,
    known.connection,
    known.session_id,
    known.requester_key,
    known.person_key,
    known.started_at,
    {{ reporting_date('known.started_at', 'dates') }} as date_on,
    known.device,
    known.articles_read,
    known.searched,
    known.articles_read > 0 as has_read_article,
    case
        when
            known.person_key is not null
            and known.started_at <= {{ as_of() }} - interval '24 hour'
            then followed.portal_session_key is not null
    end as has_ticket_within_24h
from known
left join dates on cast(known.started_at as date) = dates.date_on
left join followed on known.portal_session_key = followed.portal_session_key
