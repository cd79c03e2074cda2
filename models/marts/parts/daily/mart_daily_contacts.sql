with contacts as (
    select * from {{ ref('fct_contacts') }}
),

dates as (
    select * from {{ dates_to_count() }}
),

dated as (
    select
        contacts.*,
        {{ reporting_date('contacts.created_at', 'dates') }} as created_on
    from contacts
    inner join dates on cast(contacts.created_at as date) = dates.date_on
    where contacts.exclusion_reason is null
)

select
    connection,
    channel_group,
    channel,
    created_on as date_on,
    count(*) as contacts,
    count(*) filter (where is_outbound) as outbound_contacts,
    count(*) filter (where is_truncated) as truncated_contacts,
    count(*) filter (where human_replies > 0) as answered_contacts,
    count(is_resolved) as contacts_with_status,
    count(*) filter (where is_resolved) as closed_contacts,
    count(*) filter (where has_assignment_history) as contacts_with_assignment,
    cast(sum(
        case when has_assignment_history then transfers_before_resolution end
    ) as bigint) as transfers,
    cast(sum(
        case
            when has_assignment_history
                then transfers_before_resolution * transfers_before_resolution
        end
    ) as bigint) as squared_transfers,
    count(*) filter (
        where has_assignment_history and transfers_before_resolution > 0
    ) as transferred_contacts,
    count(is_escalated) as contacts_with_escalation_known,
    count(*) filter (where is_escalated) as escalated_contacts,
    count(failed_elsewhere) as inbound_social_contacts,
    count(*) filter (where failed_elsewhere) as contacts_failed_elsewhere,
    count(created_in_business_hours) as contacts_with_schedule,
    count(*) filter (where created_in_business_hours) as contacts_in_business_hours,
    count(*) filter (where not is_bot_only) as handled_contacts,
    cast(
        sum({{ millionths('cost_amount') }}) filter (where not is_bot_only) as bigint
    ) as cost_millionths,
    cast(
        sum(cast(round(cost_amount * 100) as bigint) * cast(round(cost_amount * 100) as bigint))
        filter (where not is_bot_only) as bigint
    ) as squared_cost_hundredths
from dated
group by connection, channel_group, channel, created_on
