-- One row: turns of all connections together.
select
    'all' as connection,
    case when count(reply_seconds) >= 100 then median(reply_seconds) / 86400 end as median_reply_days,
    case
        when count(reply_seconds) >= 100 then quantile_cont(reply_seconds, 0.9) / 86400
    end as p90_reply_days,
    case when count(*) >= 100 then 1 - count(answered_at) / count(*) end as unanswered_share,
from core.fct_turns
