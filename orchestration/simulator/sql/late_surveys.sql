-- Rows of a second file: the same survey answered once more, good turned bad and bad turned good.
select
    * replace (
        scale_min + scale_max - score as score,
        responded_at + interval 90 minute as responded_at
    ),
from surveys
where delivery = 'changed' and sort_s < {horizon_s} - 1000000
