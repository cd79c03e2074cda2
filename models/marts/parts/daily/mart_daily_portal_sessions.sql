with sessions as (
    select * from {{ ref('fct_portal_sessions') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
    where channel = 'portal'
),

dates as (
    select * from {{ dates_to_count() }}
),

dated as (
    select
        sessions.*,
        lower(trim(sessions.device)) as device_word,
        not sessions.has_ticket_within_24h as ended_without_ticket
    from sessions
    inner join dates on sessions.date_on = dates.date_on
)

select
    dated.connection,
    channels.channel_group,
    channels.channel,
    dated.date_on,
    count(*) as sessions,
    count(dated.device_word) as sessions_with_device,
    count(*) filter (where dated.device_word = 'desktop') as desktop_sessions,
    count(*) filter (where dated.device_word = 'mobile') as mobile_sessions,
    count(*) filter (where dated.device_word = 'tablet') as tablet_sessions,
    count(*) filter (where dated.has_read_article) as sessions_with_article,
    count(*) filter (where dated.searched) as sessions_with_search,
    count(dated.ended_without_ticket) as sessions_with_known_end,
    count(*) filter (where dated.ended_without_ticket) as sessions_without_ticket,
    count(dated.ended_without_ticket) filter (where dated.has_read_article)
        as article_sessions_with_known_end,
    count(*) filter (where dated.ended_without_ticket and dated.has_read_article)
        as article_sessions_without_ticket
from dated
cross join channels
group by dated.connection, channels.channel_group, channels.channel, dated.date_on
