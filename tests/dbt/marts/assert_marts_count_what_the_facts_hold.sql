-- All time over everything is what the facts hold of contacts that count, no row more, none less.
with marts as (
    select
        coalesce(sum(contacts), 0) as contacts,
        coalesce(sum(turns), 0) as turns,
        coalesce(sum(replies_sent), 0) as replies,
        coalesce(sum(resolutions), 0) as resolutions,
        coalesce(sum(messages_received), 0) as messages
    from {{ ref('mart_channel_counts') }}
    where period_grain = 'all' and level = 'all' and connection is null
),

facts as (
    select
        (
            select count(*) from {{ ref('fct_contacts') }}
            where exclusion_reason is null
        ) as contacts,
        (
            select count(*) from {{ ref('fct_turns') }}
            where exclusion_reason is null
        ) as turns,
        (
            select count(*) from {{ ref('fct_replies') }}
            where exclusion_reason is null
        ) as replies,
        (
            select count(*) from {{ ref('fct_resolutions') }}
            where exclusion_reason is null
        ) as resolutions,
        (
            select coalesce(sum(inbound_messages), 0) from {{ ref('fct_contacts') }}
            where exclusion_reason is null
        ) as messages
),

durations as (
    select
        (
            select count(first_reply_seconds) from {{ ref('fct_contacts') }}
            where exclusion_reason is null and not is_outbound and not is_truncated
        ) as first_replies_of_facts,
        (
            select coalesce(sum(samples), 0) from {{ ref('mart_channel_durations') }}
            where
                period_grain = 'all' and level = 'all' and connection is null
                and metric_id = 'first_reply' and clock = 'calendar'
        ) as first_replies_of_marts
)

select
    marts.*,
    facts.*,
    durations.*
from marts
cross join facts
cross join durations
where
    marts.contacts != facts.contacts
    or marts.turns != facts.turns
    or marts.replies != facts.replies
    or marts.resolutions != facts.resolutions
    or marts.messages != facts.messages
    or durations.first_replies_of_facts != durations.first_replies_of_marts
