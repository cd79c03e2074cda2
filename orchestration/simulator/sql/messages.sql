-- One row per message: the steps of each contact's script, placed on the contact's own time line.
with steps_taken as (
    select
        contact.n,
        contact.h,
        contact.created_s,
        contact.first_reply_delay,
        contact.opening_delay,
        contact.work_delay,
        contact.reopened_delay,
        contact.reopened_s,
        contact.transferred_s,
        contact.returned_s,
        contact.escalated_s,
        contact.escalates_to,
        contact.customer_no,
        contact.agent_no,
        contact.second_agent_no,
        contact.language_no,
        steps.* exclude (script),
        contact.n * 20 + steps.step as message_no,
        mix32(contact.n * 20 + steps.step) as message_hash,
    from contact
    inner join script_slots
        on script_slots.channel_group_no = contact.channel_group_no
        and script_slots.mode = contact.mode
        and script_slots.slot = pick(draw(contact.h, 'script'), 100)
    inner join steps on steps.script = script_slots.script
    where
        case steps.stretch
            when 'opening' then contact.has_reply or steps.sender not in ('agent', 'note')
            when 'working' then contact.has_reply
            when 'reopened' then contact.reopened_s is not null
        end
),

timed as (
    select
        *,
        case stretch
            when 'opening' then created_s
            when 'working' then created_s + opening_delay
            when 'reopened' then reopened_s
        end as begins_s,
        case stretch
            when 'opening' then opening_delay
            when 'working' then work_delay
            when 'reopened' then reopened_delay
        end * (
            from_percent * 100
            + pick(draw(message_hash, 'moment'), (to_percent - from_percent) * 100 + 1)
        ) // 10000 as delay,
    from steps_taken
),

sent as (
    -- What a machine answers at once comes within seconds, however long the wait for a human.
    select
        *,
        begins_s + if(to_percent <= 1, least(delay, 20), delay) as sent_s,
        -- Waiting and coming back sour a customer; an answer makes up for some of it.
        pick(draw(message_hash, 'mood'), 100)
        + if(stretch = 'working', 30, 0)
        - if(stretch = 'reopened' or first_reply_delay > 86400, 30, 0) as mood,
    from timed
),

toned as (
    select
        *,
        coalesce(sent_s >= transferred_s and (returned_s is null or sent_s < returned_s), false)
            as is_second_agent,
        case
            when sender <> 'customer' or mood between 35 and 79 then 1
            when mood < 35 then 0
            else 2
        end as tone_no,
    from sent
    where sent_s < {horizon_s}
)

select
    message_no::varchar as message_id,
    ticket_text(n) as ticket_id,
    instant(sent_s) as sent_at,
    if(sender = 'note', 'agent', sender) as sender_kind,
    case
        when sender = 'customer' then customer_text(customer_no)
        when sender in ('agent', 'note')
            then agent_text(if(is_second_agent, second_agent_no, agent_no))
        when sender = 'bot' then 'b1'
    end as sender_id,
    sender <> 'note' as is_public,
    if(
        sender in ('customer', 'agent') and sent_s >= escalated_s
        and happens(draw(h, 'writes there'), 400000),
        escalates_to,
        null
    ) as channel,
    {body} as body,
    if(
        sender = 'customer' and step > 1 and stretch = 'opening'
        and happens(draw(message_hash, 'quick reply'), 300000),
        ['track_order', 'billing', 'returns', 'talk_to_a_person'][
            pick(draw(message_hash, 'which quick reply'), 4) + 1
        ],
        null
    ) as quick_reply_id,
    if(
        sender = 'agent' and happens(draw(message_hash, 'macro'), 250000),
        ['macro_greeting', 'macro_refund', 'macro_delay', 'macro_password', 'macro_close'][
            pick(draw(message_hash, 'which macro'), 5) + 1
        ],
        null
    ) as macro_id,
    if(
        sender = 'customer' and happens(draw(message_hash, 'own sentiment'), 40000),
        [-0.6, 0.0, 0.7][tone_no + 1],
        null
    )::double as sentiment,
    null::timestamp as edited_at,
    case
        when happens(draw(message_hash, 'delivery'), 2000) then 'late'
        when happens(draw(message_hash, 'delivery'), 3000) then 'twice'
        when happens(draw(message_hash, 'delivery'), 4000) and sender in ('customer', 'agent')
            and sent_s < {horizon_s} - 300
            then 'edited'
        else 'once'
    end as delivery,
    sent_s as sort_s,
    message_no as sort_no,
from toned
