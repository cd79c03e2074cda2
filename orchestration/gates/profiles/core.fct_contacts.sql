-- One row per connection, those that are only in the published database included.
with

built as (
    select
        connection,
        count(*) as contacts,
        count(first_reply_seconds) as first_replies,
        median(first_reply_seconds) as median_first_reply_seconds,
        quantile_cont(first_reply_seconds, 0.9) as p90_first_reply_seconds,
        avg(cast(channel = 'unmapped' as integer)) as unmapped_share,
        avg(cast(exclusion_reason is not null as integer)) as excluded_share,
        avg(cast(has_clock_skew as integer)) as clock_skew_share,
    from core.fct_contacts
    group by connection
),

built_mix as (
    select
        connection,
        channel_group,
        count(*) as contacts,
    from core.fct_contacts
    group by connection, channel_group
),

-- Half the sum of the differences of all shares: the part that has moved to another group.
shifts as (
    select
        connection,
        sum(abs(
            coalesce(built_mix.contacts / built.contacts, 0)
            - coalesce(published_mix.contacts / published.contacts, 0)
        )) / 2 as channel_mix_shift,
    from built_mix
    full join published_mix using (connection, channel_group)
    inner join built using (connection)
    inner join published using (connection)
    group by connection
)

select
    connection,
    case
        when published.contacts >= 100 then coalesce(built.contacts, 0) / published.contacts
    end as published_ratio,
    case
        when least(built.first_replies, published.first_replies) >= 100
            then built.median_first_reply_seconds / nullif(published.median_first_reply_seconds, 0)
    end as published_median_ratio,
    case
        when least(built.contacts, published.contacts) >= 100 then shifts.channel_mix_shift
    end as channel_mix_shift,
    case
        when built.first_replies >= 100 then built.median_first_reply_seconds / 86400
    end as median_first_reply_days,
    case
        when built.first_replies >= 100 then built.p90_first_reply_seconds / 86400
    end as p90_first_reply_days,
    case when built.contacts >= 100 then built.unmapped_share end as unmapped_share,
    case when built.contacts >= 100 then built.excluded_share end as excluded_share,
    case when built.contacts >= 100 then built.clock_skew_share end as clock_skew_share,
from built
full join published using (connection)
left join shifts using (connection)
