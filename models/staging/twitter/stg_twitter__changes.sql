-- A new tweet can join threads and tear none apart by itself, but which threads is only known once all
-- are found: every thread of the connection counts as changed.
with source as (
    select * from {{ source('raw_twitter', 'tweets') }}
)

select distinct
    changed.connection,
    'connection' as kind,
    cast(null as varchar) as id,
    cast(null as timestamp) as occurred_at
from source as changed
where {{ has_changed('changed', ['created_at']) }}
