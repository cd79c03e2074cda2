-- One row per contact of this chunk, with everything the tables below read: who, when, how it went.
-- Instants are whole seconds since 1970 (…_s); what lies at or after the horizon has not happened yet.
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
    from opened
),

linked as (
    -- Some customers come back within days: the requester is the one of an earlier contact.
    select
        *,
        hour_start_s + pick(draw(h, 'second'), 3600) as created_s,
        case
            when happens(draw(h, 'comes back'), {comes_back})
                then greatest(n - 1 - pick(draw(h, 'distance'), {contacts_in_three_days}), 0)
            else n
        end as linked_n,
    from hashed
),

characters as (
    select
        linked.*,
        channels.* exclude (channel_no),
        mix32(linked_n) as linked_h,
        case
            when channels.bot_only > 0 and happens(draw(h, 'bot only'), channels.bot_only) then 'bot_only'
            when channels.channel_group <> 'phone' and happens(draw(h, 'outbound'), 30000) then 'outbound'
            else 'regular'
        end as mode,
        happens(draw(h, 'spam'), 8000) as is_spam,
        happens(draw(h, 'test'), 2000) as is_test,
        happens(draw(h, 'deleted'), 3000) as is_deleted,
        linked_n < n and happens(draw(h, 'merged'), 60000) as is_merged_away,
        not happens(draw(h, 'resolved'), channels.unresolved) as is_ever_resolved,
        happens(draw(h, 'reopened'), channels.reopened) as is_reopened,
        pick(draw(h, 'first agent'), 12) as agent_seat,
        if(
            happens(draw(h, 'transferred'), channels.transferred),
            if(channels.channel_group = 'portal' and happens(draw(h, 'twice'), 200000), 2, 1),
            0
        ) as transfers,
        happens(draw(h, 'escalated'), channels.escalated) as is_escalated,
    from linked
    inner join channels using (channel_no)
),

timed as (
    select
        *,
        pick(draw(linked_h, 'customer'), {customers}) as customer_no,
        if(
            mode = 'bot_only' or is_spam or is_merged_away,
            null,
            first_reply_delay(channel_no, draw(h, 'first reply'))
        ) as first_reply_delay,
        spread(working_mean, draw(h, 'working')) as working_delay,
        spread(reopened_for // 4, draw(h, 'reopens after')) + 60 as reopens_after,
        spread(reopened_for * 3 // 4, draw(h, 'reopened for')) + 60 as reopened_delay,
    from characters
),

ended as (
    select
        *,
        created_s + first_reply_delay as first_reply_s,
        coalesce(first_reply_delay, working_delay) as opening_delay,
        case
            when is_spam or is_merged_away or not is_ever_resolved then null
            else created_s + coalesce(first_reply_delay, 0) + working_delay
        end as first_resolved_s,
    from timed
),

lived as (
    select
        *,
        if(is_reopened, first_resolved_s + reopens_after, null) as reopened_s,
        if(is_reopened, first_resolved_s + reopens_after + reopened_delay, first_resolved_s) as last_resolved_s,
        created_s + opening_delay * (10 + pick(draw(h, 'assigned'), 60)) // 100 as assigned_s,
        if(
            happens(draw(h, 'pending'), 330000) and first_reply_delay is not null,
            first_reply_s,
            null
        ) as pending_s,
        first_reply_s + working_delay // 2 as continued_s,
    from ended
)

select
    * exclude (working_mean, bot_only, unresolved, reopened, transferred, escalated),
    if(happens(draw(h, 'closed'), 450000), last_resolved_s + 4 * 86400, null) as closed_s,
    channel_group_no * 12 + agent_seat as agent_no,
    channel_group_no * 12 + (agent_seat + 1 + pick(draw(h, 'second agent'), 11)) % 12 as second_agent_no,
from lived;
