{{ config(materialized='incremental', incremental_strategy='by_period') }}

with dates as (
    select * from {{ ref('dim_dates') }}
),

counted_dates as (
    select date_on from {{ dates_to_count() }}
),

leads as (
    select
        *,
        {{ stable_key(['connection', 'ticket_id'], nullable='ticket_id') }} as contact_key
    from {{ ref('int_leads_unioned') }}
    where {{ only_counted('cast(captured_at as date)', 'counted_dates', 'date_on') }}
),

contacts as (
    select * from {{ ref('int_contact_outcomes') }}
),

aliases as (
    select * from {{ ref('int_channel_aliases') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
)

select
    {{ stable_key(['leads.connection', 'leads.lead_id']) }} as lead_key,
    leads.contact_key,
    leads.connection,
    contacts.exclusion_reason,
    leads.lead_id,
    channels.channel,
    channels.channel_group,
    {{ stable_key(['leads.connection', 'leads.customer_id'], nullable='leads.customer_id') }}
        as requester_key,
    leads.captured_at,
    {{ reporting_date('leads.captured_at', 'dates') }} as date_on,
    leads.converted_at,
    leads.value as value_amount,
    leads.currency,
    leads.converted_at is not null as is_converted
from leads
left join dates on cast(leads.captured_at as date) = dates.date_on
left join contacts on leads.contact_key = contacts.contact_key
left join aliases
    on leads.connection = aliases.connection and lower(trim(leads.channel)) = aliases.raw_value
inner join channels on coalesce(aliases.channel, 'unmapped') = channels.channel
where leads.contact_key is null or contacts.contact_key is not null
