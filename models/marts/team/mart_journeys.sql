with contacts as {{ inlined() }} (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null
),

messages as {{ inlined() }} (
    select * from {{ ref('fct_messages') }}
    where exclusion_reason is null and is_public
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

periods as (
    select * from {{ ref('mart_periods') }}
),

counts as (
    select * from {{ ref('mart_channel_counts') }}
    where level = 'group' and contacts > 0
),

groups as (
    select distinct channel_group
    from channels
),

-- Once per contact and group, however often the conversation went back and forth.
moves as (
    select distinct
        contacts.contact_key,
        contacts.connection,
        contacts.created_at,
        contacts.channel_group as from_channel_group,
        channels.channel_group as to_channel_group
    from messages
    inner join contacts on messages.contact_key = contacts.contact_key
    inner join channels on messages.channel = channels.channel
    where
        messages.channel <> contacts.channel
        and channels.channel_group <> contacts.channel_group
        and messages.sent_at >= contacts.first_customer_message_at
),

inbound as (
    select
        connection,
        created_at,
        channel_group as from_channel_group,
        lead(channel_group) over persons_contacts as next_channel_group,
        lead(created_at) over persons_contacts as next_created_at
    from contacts
    where not is_outbound and person_key is not null
    window persons_contacts as (partition by person_key order by created_at, contact_key)
),

-- Who has had no seven days yet to come back is in no share.
followed as (
    select
        connection,
        created_at,
        from_channel_group,
        case when next_created_at <= created_at + interval '7 day' then next_channel_group end
            as to_channel_group
    from inbound
    where created_at <= {{ as_of() }} - interval '7 day'
),

steps as (
    select
        connection,
        created_at,
        from_channel_group,
        to_channel_group,
        1 as moved,
        0 as came_back,
        0 as followed
    from moves
    union all
    select
        connection,
        created_at,
        from_channel_group,
        to_channel_group,
        0 as moved,
        cast(to_channel_group is not null as integer) as came_back,
        1 as followed
    from followed
),

by_day as (
    select
        steps.connection,
        steps.from_channel_group,
        steps.to_channel_group,
        {{ reporting_date('steps.created_at', 'dates') }} as date_on,
        sum(steps.moved) as moved,
        sum(steps.came_back) as came_back,
        sum(steps.followed) as followed
    from steps
    left join dates on cast(steps.created_at as date) = dates.date_on
    {{ group_by_first(4) }}
),

pairs as (
    select
        periods.period_grain,
        periods.period_start,
        by_day.connection,
        by_day.from_channel_group,
        by_day.to_channel_group,
        sum(by_day.moved) as moved,
        sum(by_day.came_back) as came_back,
        sum(by_day.followed) as followed
    from by_day
    inner join periods on by_day.date_on = periods.date_on
    group by
        periods.period_grain, periods.period_start,
        by_day.from_channel_group, by_day.to_channel_group,
        cube(by_day.connection)
),

cohorts as (
    select
        period_grain,
        period_start,
        connection,
        from_channel_group,
        sum(followed) as followed
    from pairs
    group by period_grain, period_start, connection, from_channel_group
)

select
    counts.period_grain,
    counts.period_start,
    counts.connection,
    counts.channel_group as from_channel_group,
    groups.channel_group as to_channel_group,
    counts.contacts,
    cast(coalesce(pairs.moved, 0) as bigint) as contacts_moved,
    cast(coalesce(pairs.moved, 0) as double) / counts.contacts as moved_share,
    cast(coalesce(cohorts.followed, 0) as bigint) as contacts_followed_7_days,
    cast(coalesce(pairs.came_back, 0) as bigint) as contacts_coming_back,
    case
        when cohorts.followed > 0
            then cast(coalesce(pairs.came_back, 0) as double) / cohorts.followed
    end as coming_back_share,
    cast(counts.contacts_failed_elsewhere as double) / nullif(counts.inbound_social_contacts, 0)
        as failed_elsewhere_share,
    cast(counts.fcr_gross_contacts as double) / nullif(counts.contacts_with_fcr_gross, 0)
        as fcr_gross_share,
    cast(counts.fcr_net_contacts as double) / nullif(counts.contacts_with_fcr_net, 0)
        as fcr_net_share
from counts
cross join groups
left join pairs
    on
        counts.period_grain = pairs.period_grain
        and counts.period_start = pairs.period_start
        and counts.connection is not distinct from pairs.connection
        and counts.channel_group = pairs.from_channel_group
        and groups.channel_group = pairs.to_channel_group
left join cohorts
    on
        counts.period_grain = cohorts.period_grain
        and counts.period_start = cohorts.period_start
        and counts.connection is not distinct from cohorts.connection
        and counts.channel_group = cohorts.from_channel_group
