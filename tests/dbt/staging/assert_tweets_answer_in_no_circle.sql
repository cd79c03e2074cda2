-- Tweets that answer each other in a circle have no root, and are kept as a contact each.
{{ config(severity='warn') }}

select
    connection,
    tweet_id
from {{ ref('stg_twitter__threads') }}
where is_in_circle
