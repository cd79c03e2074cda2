{{ config(materialized='incremental', incremental_strategy='by_period') }}
{%- set place = ['agent_key', 'date_on'] %}

with replies as (
    select * from {{ ref('fct_replies') }}
    where exclusion_reason is null and agent_key is not null
),

waits as (
    select * from {{ ref('mart_agent_waits') }}
),

work_sessions as (
    select * from {{ ref('fct_work_sessions') }}
    where exclusion_reason is null and agent_key is not null
),

resolutions as (
    select * from {{ ref('fct_resolutions') }}
    where exclusion_reason is null and agent_key is not null
),

ratings as (
    select
        surveys.responded_at,
        surveys.is_satisfied,
        contacts.last_agent_key as agent_key
    from {{ ref('fct_surveys') }} as surveys
    inner join {{ ref('fct_contacts') }} as contacts on surveys.contact_key = contacts.contact_key
    where
        surveys.exclusion_reason is null
        and contacts.exclusion_reason is null
        and surveys.kind = 'csat'
        and surveys.is_latest
        and surveys.is_satisfied is not null
        and surveys.responded_at is not null
        and contacts.last_agent_key is not null
),

dates as (
    select * from {{ dates_to_count() }}
),

reply_counts as (
    select
        replies.agent_key,
        {{ reporting_date('replies.sent_at', 'dates') }} as date_on,
        count(*) as replies,
        count(*) filter (where replies.answers_turn) as unique_messages_answered,
        count(*) filter (where replies.in_business_hours) as replies_in_business_hours,
        count(replies.in_business_hours) as replies_with_schedule
    from replies
    inner join dates on cast(replies.sent_at as date) = dates.date_on
    {{ group_by_first(2) }}
),

wait_sums as (
    select
        waits.agent_key,
        {{ reporting_date('waits.counted_at', 'dates') }} as date_on,
        count(waits.reply_us) as reply_waits,
        sum(waits.reply_us) as reply_us,
        max(waits.reply_us) as slowest_reply_us,
        count(waits.reply_business_us) as reply_business_waits,
        sum(waits.reply_business_us) as reply_business_us,
        max(waits.reply_business_us) as slowest_reply_business_us,
        count(waits.first_reply_us) as first_replies,
        sum(waits.first_reply_us) as first_reply_us,
        max(waits.first_reply_us) as slowest_first_reply_us,
        count(waits.first_reply_business_us) as first_business_replies,
        sum(waits.first_reply_business_us) as first_reply_business_us,
        max(waits.first_reply_business_us) as slowest_first_reply_business_us
    from waits
    inner join dates on cast(waits.counted_at as date) = dates.date_on
    {{ group_by_first(2) }}
),

work_sums as (
    select
        work_sessions.agent_key,
        {{ reporting_date('work_sessions.ended_at', 'dates') }} as date_on,
        sum({{ whole_microseconds('work_sessions.seconds') }}) as handle_us
    from work_sessions
    inner join dates on cast(work_sessions.ended_at as date) = dates.date_on
    {{ group_by_first(2) }}
),

resolution_counts as (
    select
        resolutions.agent_key,
        {{ reporting_date('resolutions.resolved_at', 'dates') }} as date_on,
        count(*) as resolved,
        count(resolutions.reopened_at) as reopened
    from resolutions
    inner join dates on cast(resolutions.resolved_at as date) = dates.date_on
    {{ group_by_first(2) }}
),

rating_counts as (
    select
        ratings.agent_key,
        {{ reporting_date('ratings.responded_at', 'dates') }} as date_on,
        count(*) as rated,
        count(*) filter (where ratings.is_satisfied) as satisfied
    from ratings
    inner join dates on cast(ratings.responded_at as date) = dates.date_on
    {{ group_by_first(2) }}
),

counts as (
    {{ union_by_name({
        'reply_counts': place + [
            'replies', 'unique_messages_answered', 'replies_in_business_hours',
            'replies_with_schedule'
        ],
        'wait_sums': place + [
            'reply_waits', 'reply_us', 'slowest_reply_us',
            'reply_business_waits', 'reply_business_us', 'slowest_reply_business_us',
            'first_replies', 'first_reply_us', 'slowest_first_reply_us',
            'first_business_replies', 'first_reply_business_us',
            'slowest_first_reply_business_us'
        ],
        'work_sums': place + ['handle_us'],
        'resolution_counts': place + ['resolved', 'reopened'],
        'rating_counts': place + ['rated', 'satisfied']
    }) }}
)

-- At most one row of each kind meets here, so that every sum is that row's figure.
select
    agent_key,
    date_on,
    cast(coalesce(sum(replies), 0) as bigint) as replies,
    cast(coalesce(sum(unique_messages_answered), 0) as bigint) as unique_messages_answered,
    cast(coalesce(sum(replies_in_business_hours), 0) as bigint) as replies_in_business_hours,
    cast(coalesce(sum(replies_with_schedule), 0) as bigint) as replies_with_schedule,
    cast(coalesce(sum(reply_waits), 0) as bigint) as reply_waits,
    cast(sum(reply_us) as {{ type_huge() }}) as reply_us,
    max(slowest_reply_us) as slowest_reply_us,
    cast(coalesce(sum(reply_business_waits), 0) as bigint) as reply_business_waits,
    cast(sum(reply_business_us) as {{ type_huge() }}) as reply_business_us,
    max(slowest_reply_business_us) as slowest_reply_business_us,
    cast(coalesce(sum(first_replies), 0) as bigint) as first_replies,
    cast(sum(first_reply_us) as {{ type_huge() }}) as first_reply_us,
    max(slowest_first_reply_us) as slowest_first_reply_us,
    cast(coalesce(sum(first_business_replies), 0) as bigint) as first_business_replies,
    cast(sum(first_reply_business_us) as {{ type_huge() }}) as first_reply_business_us,
    max(slowest_first_reply_business_us) as slowest_first_reply_business_us,
    cast(sum(handle_us) as {{ type_huge() }}) as handle_us,
    cast(coalesce(sum(resolved), 0) as bigint) as resolved,
    cast(coalesce(sum(reopened), 0) as bigint) as reopened,
    cast(coalesce(sum(rated), 0) as bigint) as rated,
    cast(coalesce(sum(satisfied), 0) as bigint) as satisfied
from counts
group by agent_key, date_on
