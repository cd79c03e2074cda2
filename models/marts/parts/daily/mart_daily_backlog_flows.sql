-- A contact that changed also changes the day on which it was 30 days old, of 24 hours each.
{{ config(meta={'reach': {'after': 31}}) }}

with contacts as {{ inlined() }} (
    select * from {{ ref('fct_contacts') }}
    where exclusion_reason is null and requester_wait_seconds is not null
),

resolutions as {{ inlined() }} (
    select * from {{ ref('fct_resolutions') }}
    where exclusion_reason is null
),

dates as (
    select * from {{ dates_to_count(after=31) }}
),

-- Who was created on them enters a new band of ages on those days.
dates_before as (
    select * from {{ dates_to_count(before=32, after=31) }}
),

-- A contact is open from its creation to its first resolution, and from each reopening to the next
-- one. What clock skew puts before the creation counts from the creation.
open_spans as (
    select
        connection,
        channel,
        created_at,
        'created' as opened_by,
        created_at as opened_at,
        case when first_resolved_at is not null then greatest(first_resolved_at, created_at) end
            as closed_at
    from contacts
    union all
    select
        reopened.connection,
        reopened.channel,
        contacts.created_at,
        'reopened' as opened_by,
        greatest(reopened.reopened_at, contacts.created_at) as opened_at,
        case
            when following.resolved_at is not null
                then greatest(following.resolved_at, contacts.created_at)
        end as closed_at
    from resolutions as reopened
    inner join contacts on reopened.contact_key = contacts.contact_key
    left join resolutions as following
        on
            reopened.contact_key = following.contact_key
            and reopened.resolution_number + 1 = following.resolution_number
    where reopened.reopened_at is not null
),

counted_spans as (
    select * from open_spans
    where
        {{ only_counted('cast(opened_at as date)', 'dates', 'date_on') }}
        or {{ only_counted('cast(closed_at as date)', 'dates', 'date_on') }}
        or {{ only_counted('cast(created_at as date)', 'dates_before', 'date_on') }}
),

-- Days of 24 hours that have passed since the creation.
age_bands as (
    select
        bands.age_band,
        bands.from_days,
        bands.until_days
    from (
        values
        ('0-1', 0, 1), ('1-3', 1, 3), ('3-7', 3, 7), ('7-14', 7, 14), ('14-30', 14, 30),
        ('30+', 30, null)
    ) as bands (age_band, from_days, until_days)
),

-- Who is exactly as old as a band begins when the day ends is in it: hence the microsecond.
spans_in_bands as (
    select
        counted_spans.connection,
        counted_spans.channel,
        age_bands.age_band,
        greatest(
            counted_spans.opened_at,
            {{ plus_seconds('counted_spans.created_at', 'age_bands.from_days * 86400') }}
            - interval '1 microsecond'
        ) as entered_at,
        least(
            counted_spans.closed_at,
            {{ plus_seconds('counted_spans.created_at', 'age_bands.until_days * 86400') }}
            - interval '1 microsecond'
        ) as left_at
    from counted_spans
    cross join age_bands
),

changes as (
    select
        connection,
        channel,
        opened_by as counted_as,
        opened_at as changed_at,
        1 as change
    from counted_spans
    union all
    select
        connection,
        channel,
        'resolved' as counted_as,
        closed_at as changed_at,
        1 as change
    from counted_spans
    where closed_at is not null
    union all
    select
        connection,
        channel,
        age_band as counted_as,
        entered_at as changed_at,
        1 as change
    from spans_in_bands
    where coalesce(entered_at < left_at, true) and entered_at <= {{ as_of() }}
    union all
    select
        connection,
        channel,
        age_band as counted_as,
        left_at as changed_at,
        -1 as change
    from spans_in_bands
    where entered_at < left_at and left_at <= {{ as_of() }}
),

changes_by_day as (
    select
        changes.connection,
        changes.channel,
        {{ reporting_date('changes.changed_at', 'dates') }} as date_on,
        changes.counted_as,
        sum(changes.change) as change
    from changes
    inner join dates on cast(changes.changed_at as date) = dates.date_on
    {{ group_by_first(4) }}
)

select
    connection,
    channel,
    date_on,
    cast(sum(case when counted_as = 'created' then change else 0 end) as bigint)
        as created_contacts,
    cast(sum(case when counted_as = 'reopened' then change else 0 end) as bigint)
        as reopened_contacts,
    cast(sum(case when counted_as = 'resolved' then change else 0 end) as bigint)
        as resolved_contacts,
    cast(sum(case when counted_as = '0-1' then change else 0 end) as bigint)
        as under_1_day,
    cast(sum(case when counted_as = '1-3' then change else 0 end) as bigint)
        as from_1_to_3_days,
    cast(sum(case when counted_as = '3-7' then change else 0 end) as bigint)
        as from_3_to_7_days,
    cast(sum(case when counted_as = '7-14' then change else 0 end) as bigint)
        as from_7_to_14_days,
    cast(sum(case when counted_as = '14-30' then change else 0 end) as bigint)
        as from_14_to_30_days,
    cast(sum(case when counted_as = '30+' then change else 0 end) as bigint)
        as over_30_days
from changes_by_day
group by connection, channel, date_on
