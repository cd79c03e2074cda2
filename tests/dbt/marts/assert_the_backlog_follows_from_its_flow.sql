-- What was unresolved the day before, and came, and came back, and was not resolved, is unresolved
-- today: the flow comes from contacts and resolutions, the count from every change of a status.
-- Every unresolved contact has one age.
with backlog as (
    select * from {{ ref('mart_backlog_daily') }}
)

select
    connection,
    channel,
    date_on
from backlog
where
    unresolved_contacts
    <> unresolved_the_day_before + created_contacts + reopened_contacts - resolved_contacts
    or unresolved_contacts
    <> unresolved_under_1_day + unresolved_1_to_3_days + unresolved_3_to_7_days
    + unresolved_7_to_14_days + unresolved_14_to_30_days + unresolved_over_30_days
    or unresolved_contacts
    < unresolved_new + unresolved_open + unresolved_pending + unresolved_on_hold
    or least(
        unresolved_under_1_day, unresolved_1_to_3_days, unresolved_3_to_7_days,
        unresolved_7_to_14_days, unresolved_14_to_30_days, unresolved_over_30_days,
        unresolved_new, unresolved_open, unresolved_pending, unresolved_on_hold
    ) < 0
