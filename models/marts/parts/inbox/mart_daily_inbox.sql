{{ config(materialized='incremental', incremental_strategy='by_period') }}

with messages as (
    select * from {{ ref('mart_inbox_messages') }}
    where {{ only_counted('cast(sent_at as date)', dates_to_count(), 'date_on') }}
),

by_quarter as (
    select
        connection,
        channel_group,
        channel,
        quarter_at,
        count(*) as messages_received,
        count(first_action_us) as messages_acted_on,
        sum(actions) as actions,
        sum(replies) as replies,
        sum(notes) as notes,
        sum(assignments) as assignments,
        sum(status_changes) as status_changes,
        sum(first_action_us) as first_action_us
    from messages
    group by connection, channel_group, channel, quarter_at
),

local_quarters as (
    select
        quarter_at,
        {{ utc_to_local('quarter_at', reporting_time_zone()) }} as local_at
    from (select distinct quarter_at from by_quarter) as quarters
)

select
    by_quarter.connection,
    by_quarter.channel_group,
    by_quarter.channel,
    cast(local_quarters.local_at as date) as date_on,
    ({{ weekday_of('local_quarters.local_at') }} - 1) * 24
    + extract(hour from local_quarters.local_at)
        as hour_of_week,
    cast(sum(by_quarter.messages_received) as bigint) as messages_received,
    cast(sum(by_quarter.messages_acted_on) as bigint) as messages_acted_on,
    cast(sum(by_quarter.actions) as bigint) as actions,
    cast(sum(by_quarter.replies) as bigint) as replies,
    cast(sum(by_quarter.notes) as bigint) as notes,
    cast(sum(by_quarter.assignments) as bigint) as assignments,
    cast(sum(by_quarter.status_changes) as bigint) as status_changes,
    cast(sum(by_quarter.first_action_us) as {{ type_huge() }}) as first_action_us
from by_quarter
inner join local_quarters on by_quarter.quarter_at = local_quarters.quarter_at
{{ group_by_first(5) }}
