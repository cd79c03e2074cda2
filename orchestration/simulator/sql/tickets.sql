-- One row per contact as the help desk shows it at the horizon.
create or replace temp table ticket as
with states as (
    select
        *,
        greatest(
            created_s,
            if(first_reply_s < {horizon_s}, first_reply_s, null),
            if(first_resolved_s < {horizon_s}, first_resolved_s, null),
            if(reopened_s < {horizon_s}, reopened_s, null),
            if(last_resolved_s < {horizon_s}, last_resolved_s, null),
            if(closed_s < {horizon_s}, closed_s, null)
        ) as updated_s,
    from contact
)

select
    ticket_text(n) as ticket_id,
    raw_name as channel,
    instant(created_s) as created_at,
    instant(updated_s) as updated_at,
    case
        when is_spam then 'spam'
        when closed_s < {horizon_s} then 'closed'
        when last_resolved_s < {horizon_s} then 'solved'
        when reopened_s < {horizon_s} then 'open'
        when first_resolved_s < {horizon_s} then 'solved'
        when first_reply_s < {horizon_s} then 'open'
        else 'new'
    end as status,
    ['low', 'normal', 'normal', 'normal', 'normal', 'normal', 'high', 'urgent'][
        pick(draw(h, 'priority'), 8) + 1
    ] as priority,
    null::varchar as subject,
    customer_text(customer_no) as requester_id,
    if(assigned_s < {horizon_s} and first_reply_s is not null, agent_text(agent_no), null) as assignee_id,
    null::varchar as group_id,
    null::varchar as brand,
    null::varchar as locale,
    null::varchar as device,
    null::varchar as lifecycle_stage,
    null::varchar as schedule_id,
    if(is_merged_away, ticket_text(linked_n), null) as merged_into_ticket_id,
    is_test,
    null::varchar as tier,
    n,
    created_s,
from states;
