{{ config(materialized='incremental', incremental_strategy='by_period') }}

with contacts as {{ inlined() }} (
    select * from {{ ref('fct_contact_definitions') }}
    where exclusion_reason is null
),

channels as (
    select * from {{ ref('dim_channels') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

-- A median keeps every value in memory: months and all time only.
periods as (
    select * from {{ periods_to_count() }}
    where period_grain in ('month', 'all')
),

-- Our own first-reply figures leave outbound contacts out.
dated as {{ inlined() }} (
    select
        contacts.connection,
        channels.channel_group,
        contacts.channel,
        {{ reporting_date('contacts.created_at', 'dates') }} as created_on,
        {{ whole_microseconds(
            'case when not contacts.is_outbound then contacts.first_reply_seconds end'
        ) }} as our_reply_us,
        {{ whole_microseconds('contacts.zendesk_first_reply_seconds') }} as zendesk_reply_us,
        {{ whole_microseconds('contacts.sprout_first_reply_seconds') }} as sprout_reply_us,
        {{ whole_microseconds('contacts.intercom_first_reply_seconds') }} as intercom_reply_us,
        {{ whole_microseconds('contacts.resolution_seconds') }} as our_resolution_us,
        {{ whole_microseconds('contacts.zendesk_resolution_seconds') }} as zendesk_resolution_us,
        {{ whole_microseconds('contacts.sprout_resolution_seconds') }} as sprout_resolution_us,
        {{ whole_microseconds('contacts.intercom_resolution_seconds') }} as intercom_resolution_us,
        contacts.zendesk_first_reply_difference,
        contacts.sprout_first_reply_difference,
        contacts.intercom_first_reply_difference,
        contacts.zendesk_resolution_difference,
        contacts.sprout_resolution_difference,
        contacts.intercom_resolution_difference
    from contacts
    left join dates on cast(contacts.created_at as date) = dates.date_on
    left join channels on contacts.channel = channels.channel
),

summed_up as (
    select
        periods.period_grain,
        periods.period_start,
        any_value(periods.previous_period_start) as previous_period_start,
        dated.connection,
        dated.channel_group,
        dated.channel,
        count(*) as contacts,
        {{ list_of([
            definition('first_reply', 'supportmart', 'our_reply_us'),
            definition(
                'first_reply', 'zendesk', 'zendesk_reply_us', 'zendesk_first_reply_difference'
            ),
            definition(
                'first_reply', 'sprout_social', 'sprout_reply_us', 'sprout_first_reply_difference'
            ),
            definition(
                'first_reply', 'intercom', 'intercom_reply_us', 'intercom_first_reply_difference'
            ),
            definition('resolution', 'supportmart', 'our_resolution_us'),
            definition(
                'resolution', 'zendesk', 'zendesk_resolution_us', 'zendesk_resolution_difference'
            ),
            definition(
                'resolution', 'sprout_social', 'sprout_resolution_us',
                'sprout_resolution_difference'
            ),
            definition(
                'resolution', 'intercom', 'intercom_resolution_us',
                'intercom_resolution_difference'
            )
        ]) }} as figures
    from dated
    inner join periods on dated.created_on = periods.date_on
    group by
        periods.period_grain, periods.period_start, dated.connection,
        rollup(dated.channel_group, dated.channel)
),

measured as (
    select
        period_grain,
        period_start,
        previous_period_start,
        connection,
        channel_group,
        channel,
        contacts,
        {{ each('figures') }} as figure
    from summed_up
),

compared as (
    select
        period_grain,
        period_start,
        previous_period_start,
        {{ level_of('channel_group', 'channel') }} as level,
        connection,
        channel_group,
        channel,
        (figure).measure as measure,
        (figure).definition as definition,
        contacts,
        (figure).measured as contacts_measured,
        (figure).mean_us / 1000000 as mean_seconds,
        (figure).median_us / 1000000 as median_seconds,
        (figure).differing as contacts_differing,
        (figure).main_difference as main_difference
    from measured
)

select
    compared.period_grain,
    compared.period_start,
    compared.level,
    compared.connection,
    compared.channel_group,
    compared.channel,
    compared.measure,
    compared.definition,
    compared.contacts,
    compared.contacts_measured,
    compared.mean_seconds,
    compared.median_seconds,
    compared.contacts_differing,
    compared.main_difference,
    previous.contacts as previous_contacts,
    previous.contacts_measured as previous_contacts_measured,
    previous.mean_seconds as previous_mean_seconds,
    previous.median_seconds as previous_median_seconds,
    previous.contacts_differing as previous_contacts_differing
from compared
left join compared as previous
    on
        compared.period_grain = previous.period_grain
        and compared.previous_period_start = previous.period_start
        and compared.level = previous.level
        and compared.connection = previous.connection
        and compared.channel_group is not distinct from previous.channel_group
        and compared.channel is not distinct from previous.channel
        and compared.measure = previous.measure
        and compared.definition = previous.definition
