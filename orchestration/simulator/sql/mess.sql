-- What is odd about the contacts of this chunk, counted for the summary.
select
    count(*) filter (is_spam) as spam,
    count(*) filter (is_test) as test,
    count(*) filter (deleted_s is not null) as deleted,
    count(*) filter (is_merged_away and swept_s is not null) as merged_away,
    count(*) filter (n % 4001 = 12 and swept_s is not null) as merge_chains,
    count(*) filter (mode = 'outbound') as outbound,
    count(*) filter (mode = 'bot_only') as bot_only,
    count(*) filter (reopened_s is not null) as reopened,
    count(*) filter (transferred_s is not null) as transferred,
    count(*) filter (escalated_s is not null) as escalated,
    count(*) filter (shown_created_s > created_s) as answered_before_creation,
from contact
