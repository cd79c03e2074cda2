with contacts as (
    select * from {{ ref('fct_contacts') }}
),

resolutions as {{ inlined() }} (
    select * from {{ ref('fct_resolutions') }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ dates_to_count() }}
),

-- Whether a contact stays solved is known after seven days; that one of two replies is no
-- first-contact resolution is known at once. Without this cut the last week held failures only.
resolved as (
    select
        contacts.connection,
        contacts.channel,
        {{ reporting_date('contacts.resolved_at', 'dates') }} as date_on,
        contacts.human_replies,
        contacts.is_fcr_gross,
        case
            when contacts.resolved_at + interval '7 day' <= {{ as_of() }} then contacts.is_fcr_net
        end as is_fcr_net
    from contacts
    inner join dates on {{ on_date_to_count('contacts.resolved_at') }}
    where
        contacts.exclusion_reason is null
        and contacts.is_resolved and contacts.resolved_at is not null
),

resolved_counts as (
    select
        connection,
        channel,
        date_on,
        count(*) as resolved_contacts,
        cast(sum(human_replies) as bigint) as replies_to_resolved_contacts,
        count(*) filter (where human_replies = 0) as zero_touch_contacts,
        count(*) filter (where human_replies = 1) as one_touch_contacts,
        count(*) filter (where human_replies = 2) as two_touch_contacts,
        count(*) filter (where human_replies >= 3) as three_or_more_touch_contacts,
        count(is_fcr_gross) as contacts_with_fcr_gross,
        count(*) filter (where is_fcr_gross) as fcr_gross_contacts,
        count(is_fcr_net) as contacts_with_fcr_net,
        count(*) filter (where is_fcr_net) as fcr_net_contacts
    from resolved
    group by connection, channel, date_on
),

resolution_counts as (
    select
        resolutions.connection,
        resolutions.channel,
        {{ reporting_date('resolutions.resolved_at', 'dates') }} as date_on,
        count(*) as resolutions
    from resolutions
    inner join dates on {{ on_date_to_count('resolutions.resolved_at') }}
    where resolutions.exclusion_reason is null
    {{ group_by_first(3) }}
),

reopen_counts as (
    select
        resolutions.connection,
        resolutions.channel,
        {{ reporting_date('resolutions.reopened_at', 'dates') }} as date_on,
        count(*) as reopens
    from resolutions
    inner join dates on {{ on_date_to_count('resolutions.reopened_at') }}
    where resolutions.exclusion_reason is null and resolutions.reopened_at is not null
    {{ group_by_first(3) }}
),

keys as (
    select
        connection,
        channel,
        date_on
    from resolved_counts
    union
    select
        connection,
        channel,
        date_on
    from resolution_counts
    union
    select
        connection,
        channel,
        date_on
    from reopen_counts
)

select
    keys.connection,
    channels.channel_group,
    keys.channel,
    keys.date_on,
    coalesce(resolution_counts.resolutions, 0) as resolutions,
    coalesce(reopen_counts.reopens, 0) as reopens,
    coalesce(resolved_counts.resolved_contacts, 0) as resolved_contacts,
    coalesce(resolved_counts.replies_to_resolved_contacts, 0) as replies_to_resolved_contacts,
    coalesce(resolved_counts.zero_touch_contacts, 0) as zero_touch_contacts,
    coalesce(resolved_counts.one_touch_contacts, 0) as one_touch_contacts,
    coalesce(resolved_counts.two_touch_contacts, 0) as two_touch_contacts,
    coalesce(resolved_counts.three_or_more_touch_contacts, 0) as three_or_more_touch_contacts,
    coalesce(resolved_counts.contacts_with_fcr_gross, 0) as contacts_with_fcr_gross,
    coalesce(resolved_counts.fcr_gross_contacts, 0) as fcr_gross_contacts,
    coalesce(resolved_counts.contacts_with_fcr_net, 0) as contacts_with_fcr_net,
    coalesce(resolved_counts.fcr_net_contacts, 0) as fcr_net_contacts
from keys
inner join channels on keys.channel = channels.channel
left join resolution_counts
    on
        keys.connection = resolution_counts.connection
        and keys.channel = resolution_counts.channel
        and keys.date_on = resolution_counts.date_on
left join reopen_counts
    on
        keys.connection = reopen_counts.connection
        and keys.channel = reopen_counts.channel
        and keys.date_on = reopen_counts.date_on
left join resolved_counts
    on
        keys.connection = resolved_counts.connection
        and keys.channel = resolved_counts.channel
        and keys.date_on = resolved_counts.date_on
