-- One row per contact of this chunk, with everything the tables below read: who, when, how it went.
-- Instants are whole seconds since 1970 (…_s), null when they never come or lie beyond the horizon;
-- delays (…_delay) are known all the same, so that what is still under way runs its course.
create or replace temp table contact as
with opened as (
    select
        channel_no,
        hour_start_s,
        unnest(range(
            greatest(first_contact, {low}), least(first_contact + contacts, {high})
        )) as n,
    from cells
    where first_contact < {high} and first_contact + contacts > {low}
),

hashed as (
    select
        *,
        mix32(n) as h,
        -- Every so often three contacts in a row become one: a chain of merges.
        n % 4001 in (11, 12) as is_link,
    from opened
),

linked as (
    -- Who comes back within days has the requester of an earlier contact.
    select
        hashed.*,
        channels.* exclude (channel_no, share, in_hours_percent, shape),
        case
            when is_link then n - 1
            when happens(draw(h, 'comes back'), channels.comes_back)
                then greatest(n - 1 - pick(draw(h, 'distance'), {contacts_in_three_days}), 0)
            else n
        end as linked_n,
    from hashed
    inner join channels using (channel_no)
),

characters as (
    select
        *,
        hour_start_s + pick(draw(h, 'second'), 3600) as created_s,
        mix32(if(is_link and linked_n % 4001 = 11, linked_n - 1, linked_n)) as linked_h,
        case
            when happens(draw(h, 'bot only'), bot_only) then 'bot_only'
            when happens(draw(h, 'outbound'), 30000) then 'outbound'
            else 'regular'
        end as mode,
        happens(draw(h, 'spam'), 8000) as is_spam,
        happens(draw(h, 'test'), 2000) as is_test,
        happens(draw(h, 'deleted'), 3000) as is_deleted,
        is_link or (linked_n < n and happens(draw(h, 'merged'), 60000)) as is_merged_away,
        happens(draw(h, 'answered before creation'), 500) as is_skewed,
        happens(draw(h, 'reopened'), reopened) as is_reopened,
        happens(draw(h, 'transferred'), transferred) as is_transferred,
        happens(draw(h, 'transferred twice'), transferred_twice) as is_returned,
        happens(draw(h, 'escalated'), escalated) as is_escalated,
        pick(draw(h, 'first agent'), {seats}) as seat,
    from linked
),

answered as (
    select
        *,
        pick(draw(linked_h, 'customer'), {customers}) as customer_no,
        is_spam or is_merged_away as is_closed_unread,
        if(
            mode = 'bot_only' or is_spam or is_merged_away,
            null,
            first_reply_delay(channel_no, draw(h, 'first reply'))
        ) as first_reply_delay,
    from characters
),

worked as (
    select
        *,
        live_work > 0 and first_reply_delay < {live} as is_live,
        if(
            mode = 'bot_only' or (live_work > 0 and first_reply_delay < {live}),
            spread(live_work, draw(h, 'work')),
            spread(work, draw(h, 'work'))
        ) + 1 as work_delay,
        spread(reopened_for // 4, draw(h, 'reopens after')) + 60 as reopens_delay,
        spread(reopened_for * 3 // 4, draw(h, 'reopened for')) + 60 as reopened_delay,
    from answered
),

placed as (
    select
        *,
        created_s + first_reply_delay as replied_s,
        coalesce(first_reply_delay, work_delay) as opening_delay,
        if(
            is_closed_unread or happens(draw(h, 'unresolved'), unresolved),
            null,
            created_s + coalesce(first_reply_delay, 0) + work_delay
        ) as solved_s,
    from worked
),

lived as (
    select
        *,
        created_s
        + coalesce(first_reply_delay, 0) * (10 + pick(draw(h, 'assigned'), 60)) // 100 as assigned_s,
        if(is_reopened, solved_s + reopens_delay, null) as reopened_s,
        if(is_reopened, solved_s + reopens_delay + reopened_delay, solved_s) as last_solved_s,
    from placed
)

select
    n,
    h,
    channel_no,
    channel,
    channel_group,
    channel_group_no,
    escalates_to,
    schedule,
    mode,
    is_spam,
    is_test,
    is_deleted,
    is_merged_away,
    is_live,
    is_returned,
    linked_n,
    customer_no,
    channel_group_no * {seats} + seat as agent_no,
    channel_group_no * {seats}
    + (seat + 1 + pick(draw(h, 'second agent'), {seats} - 1)) % {seats} as second_agent_no,
    channel_group_no * {seats}
    + if(
        is_transferred and not is_returned,
        (seat + 1 + pick(draw(h, 'second agent'), {seats} - 1)) % {seats},
        seat
    ) as last_agent_no,
    {language_slots}[pick(draw(linked_h, 'language'), 100) + 1] as language_no,
    handle,
    wrap_up,
    satisfied,
    promoters,
    detractors,
    reopened,
    created_s,
    if(is_skewed and replied_s < {horizon_s} - 30, replied_s + 30, created_s) as shown_created_s,
    first_reply_delay is not null as has_reply,
    first_reply_delay,
    opening_delay,
    work_delay,
    reopened_delay,
    until_horizon(replied_s) as replied_s,
    if(first_reply_delay is null, null, until_horizon(assigned_s)) as assigned_s,
    if(
        happens(draw(h, 'opened'), 200000) and first_reply_delay is not null,
        until_horizon(assigned_s),
        null
    ) as opened_s,
    if(happens(draw(h, 'pending'), 250000), until_horizon(replied_s), null) as pending_s,
    if(
        happens(draw(h, 'pending'), 250000), until_horizon(replied_s + work_delay // 2), null
    ) as continued_s,
    if(
        happens(draw(h, 'on hold'), 60000), until_horizon(replied_s + work_delay * 6 // 10), null
    ) as held_s,
    if(
        happens(draw(h, 'on hold'), 60000), until_horizon(replied_s + work_delay * 8 // 10), null
    ) as released_s,
    if(is_transferred, until_horizon(replied_s + work_delay * 3 // 10), null) as transferred_s,
    if(
        is_transferred and is_returned, until_horizon(replied_s + work_delay * 7 // 10), null
    ) as returned_s,
    if(is_escalated, until_horizon(replied_s + work_delay * 2 // 10), null) as escalated_s,
    until_horizon(solved_s) as solved_s,
    until_horizon(reopened_s) as reopened_s,
    if(is_reopened, until_horizon(last_solved_s), null) as solved_again_s,
    if(
        happens(draw(h, 'closed'), 350000), until_horizon(last_solved_s + 4 * 86400), null
    ) as closed_s,
    if(is_closed_unread, until_horizon(created_s + 600 + pick(draw(h, 'swept'), 7200)), null)
        as swept_s,
    if(is_deleted, until_horizon(created_s + 86400 + pick(draw(h, 'removed'), 864000)), null)
        as deleted_s,
from lived;
