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
    leads.date_on,
    count(*) as leads,
    count(*) filter (where leads.is_converted) as converted_leads
from leads
inner join dates on leads.date_on = dates.date_on
{{ group_by_first(4) }}
