with channels as (
    select * from {{ ref('channels') }}
)

select
    channel,
    channel_group
from channels
