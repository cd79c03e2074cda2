-- One row per message up to the horizon: the steps of each contact's script, placed on its own time line.
create or replace temp table message as
with placed as (
    select
        contact.*,
        steps.step,
        steps.sender,
        case steps.stretch
            when 'opening' then contact.created_s
            when 'working' then contact.created_s + contact.opening_delay
            when 'reopened' then contact.reopened_s
        end as stretch_s,
        case steps.stretch
            when 'opening' then contact.opening_delay
            when 'working' then contact.working_delay
            when 'reopened' then contact.reopened_delay
        end as stretch_delay,
        steps.from_percent,
        steps.to_percent,
        mix32(contact.n * 20 + steps.step) as message_hash,
    from contact
    inner join script_slots
        on script_slots.channel_group_no = contact.channel_group_no
        and script_slots.mode = contact.mode
        and script_slots.slot = pick(draw(contact.h, 'script'), 100)
    inner join steps on steps.script = script_slots.script
    where (steps.sender not in ('agent', 'note') or contact.first_reply_s is not null)
        and (steps.stretch <> 'working' or contact.first_reply_s is not null)
        and (steps.stretch <> 'reopened' or contact.reopened_s is not null)
),

sent as (
    select
        *,
        stretch_s + stretch_delay * (
            from_percent * 100 + pick(draw(message_hash, 'moment'), (to_percent - from_percent) * 100 + 1)
        ) // 10000 as sent_s,
    from placed
)

select
    n,
    message_hash,
    sent_s,
    (n * 20 + step)::varchar as message_id,
    ticket_text(n) as ticket_id,
    instant(sent_s) as sent_at,
    if(sender = 'note', 'agent', sender) as sender_kind,
    case
        when sender = 'customer' then customer_text(customer_no)
        when sender in ('agent', 'note') then agent_text(agent_no)
        when sender = 'bot' then 'bot1'
    end as sender_id,
    sender <> 'note' as is_public,
    null::varchar as channel,
    null::varchar as body,
    null::varchar as quick_reply_id,
    null::varchar as macro_id,
    null::varchar as sentiment,
    null::timestamp as edited_at,
from sent
where sent_s < {horizon_s};
