-- A figure that stood twice would be drawn twice and summed twice by whoever reads the marts.
select
    'mart_channel_metrics' as mart,
    period_grain,
    period_start,
    connection,
    channel_group,
    channel,
    concat_ws(' ', metric_id, clock, statistic) as figure
from {{ tested(ref('mart_channel_metrics')) }}
group by period_grain, period_start, connection, channel_group, channel, figure
having count(*) > 1
union all
select
    'mart_channel_scorecard' as mart,
    period_grain,
    period_start,
    connection,
    channel_group,
    channel,
    null as figure
from {{ ref('mart_channel_scorecard') }}
group by period_grain, period_start, connection, channel_group, channel
having count(*) > 1
union all
select
    'mart_social' as mart,
    period_grain,
    period_start,
    connection,
    'social' as channel_group,
    channel,
    null as figure
from {{ ref('mart_social') }}
group by period_grain, period_start, connection, channel
having count(*) > 1
union all
select
    'mart_email' as mart,
    period_grain,
    period_start,
    connection,
    'email' as channel_group,
    null as channel,
    null as figure
from {{ ref('mart_email') }}
group by period_grain, period_start, connection
having count(*) > 1
