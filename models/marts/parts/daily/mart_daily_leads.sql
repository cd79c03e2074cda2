with leads as (
    select *
    from {{ ref('fct_leads') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ dates_to_count() }}
)

select
    leads.connection,
    leads.channel_group,
    leads.channel,
    {{ reporting_date('leads.captured_at', 'dates') }} as date_on,
    count(*) as leads,
    count(*) filter (where leads.is_converted) as converted_leads
from leads
inner join dates on cast(leads.captured_at as date) = dates.date_on
{{ group_by_first(4) }}
