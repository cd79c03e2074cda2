-- One row per connection: what its last load read, loaded and rejected.
with

last_load as (
    select
        connection,
        rows_read,
        rows_loaded,
        rows_rejected,
    from quality.row_ledger
    where load_id = (select max(load_id) from quality.row_ledger)
),

whole as (
    select case when sum(rows_read) >= 100 then sum(rows_rejected) / sum(rows_read) end as rejected_share
    from last_load
)

select
    connection,
    cast(sum(abs(rows_read - rows_loaded - rows_rejected)) as double) as rows_unaccounted,
    case when sum(rows_read) >= 100 then sum(rows_rejected) / sum(rows_read) end as rejected_share,
    (select rejected_share from whole) as rejected_share_of_load,
from last_load
group by connection
