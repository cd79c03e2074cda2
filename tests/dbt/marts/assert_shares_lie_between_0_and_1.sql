-- A share below 0 or above 1 has a numerator that is no part of its denominator.
select
    period_grain,
    period_start,
    connection,
    channel_group,
    channel,
    metric_id,
    clock,
    statistic,
    value
from {{ ref('mart_channel_metrics') }}
where statistic like 'share%' and value not between 0 and 1
