-- One row per contact as the help desk shows it at the horizon.
select
    ticket_text(n) as ticket_id,
    case
        when happens(draw(h, 'unknown channel'), 300) then 'fax_gateway'
        when happens(draw(h, 'spelling'), 10000) then concat(' ', upper(channel))
        else channel
    end as channel,
    instant(shown_created_s) as created_at,
    -- greatest() passes over nulls: the last thing that happened.
    instant(greatest(
        shown_created_s, replied_s, assigned_s, pending_s, continued_s, solved_s, reopened_s,
        solved_again_s, closed_s, swept_s
    )) as updated_at,
    case
        when deleted_s is not null and happens(draw(h, 'tombstone'), 500000) then 'deleted'
        when is_spam and swept_s is not null then 'spam'
        when swept_s is not null or closed_s is not null then 'closed'
        when solved_again_s is not null then 'solved'
        when reopened_s is not null then 'open'
        when solved_s is not null then 'solved'
        when released_s is not null then 'open'
        when held_s is not null then 'on_hold'
        when continued_s is not null then 'open'
        when pending_s is not null then 'pending'
        when opened_s is not null then 'open'
        else 'new'
    end as status,
    ['low', 'normal', 'normal', 'normal', 'normal', 'normal', 'high', 'urgent'][
        pick(draw(h, 'priority'), 8) + 1
    ] as priority,
    if(
        channel_group in ('portal', 'email'),
        {subjects}[pick(draw(h, 'topic'), {topics}) + 1],
        null
    ) as subject,
    if(happens(draw(h, 'nobody'), 1000), null, customer_text(customer_no)) as requester_id,
    case
        when assigned_s is null then null
        when transferred_s is null or returned_s is not null then agent_text(agent_no)
        else agent_text(second_agent_no)
    end as assignee_id,
    if(
        transferred_s is not null and happens(draw(h, 'group too'), 500000),
        'g_tier_2',
        concat('g_', channel_group)
    ) as group_id,
    if(happens(draw(h, 'brand'), 850000), 'acme', 'acme outlet') as brand,
    {locales}[language_no + 1] as locale,
    if(
        channel_group in ('portal', 'chat'),
        case
            when happens(draw(h, 'device'), 600000) then 'desktop'
            when happens(draw(h, 'device'), 980000) then 'mobile'
            else 'tablet'
        end,
        null
    ) as device,
    ['prospect', 'onboarding', 'active', 'active', 'active', 'renewal'][
        pick(draw(h, 'stage'), 6) + 1
    ] as lifecycle_stage,
    schedule as schedule_id,
    if(is_merged_away and swept_s is not null, ticket_text(linked_n), null)
        as merged_into_ticket_id,
    is_test,
    if(escalated_s is not null and happens(draw(h, 'to a tier'), 300000), 'tier 2', null) as tier,
    case
        when happens(draw(h, 'ticket delivery'), 1000) then 'late'
        when closed_s < {horizon_s} - 86400 and happens(draw(h, 'ticket delivery'), 4000)
            then 'changed'
        when happens(draw(h, 'ticket delivery'), 5000) then 'twice'
        else 'once'
    end as delivery,
    created_s as sort_s,
    n as sort_no,
from contact
