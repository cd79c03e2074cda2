-- A turn's wait is its answer less its start; no answer comes before its turn, and open time is
-- part of calendar time.
select
    turn_key,
    contact_key,
    started_at,
    answered_at,
    reply_seconds,
    reply_business_seconds,
    started_in_business_hours
from {{ tested(ref('fct_turns')) }}
where
    answered_at < started_at
    or reply_seconds is distinct from (epoch_us(answered_at) - epoch_us(started_at)) / 1000000
    or reply_business_seconds < 0
    or reply_business_seconds > reply_seconds
    or (reply_business_seconds is null)
    <> (reply_seconds is null or started_in_business_hours is null)
    or messages < 1
