-- One row per tweet, in the seven columns of the public export: the written messages of each contact
-- as a thread. Some threads begin with an answer to a tweet that the export does not hold.
with threaded as (
    select
        messages.*,
        lag(message_id) over thread as answered_id,
        lead(message_id) over thread as answer_id,
        row_number() over thread as place,
        max(if(sender_kind = 'customer', substr(sender_id, 2), null)) over (partition by ticket_id)
            as customer,
        mix32(message_id::bigint) as tweet_hash,
    from messages
    where sender_kind in ('customer', 'agent') and is_public
    window thread as (partition by ticket_id order by sort_s, sort_no)
)

select
    message_id as tweet_id,
    if(sender_kind = 'agent', 'AcmeHelps', customer) as author_id,
    if(sender_kind = 'agent', 'False', 'True') as inbound,
    strftime(sent_at, '%a %b %d %H:%M:%S +0000 %Y') as created_at,
    if(
        sender_kind = 'agent',
        concat(
            '@' || customer || ' ', body, ' ^',
            ['AB', 'CD', 'JK', 'LS', 'MV'][pick(draw(tweet_hash, 'signature'), 5) + 1]
        ),
        concat('@AcmeHelps ', body)
    ) as text,
    answer_id as response_tweet_id,
    if(
        place = 1 and happens(draw(tweet_hash, 'opening missing'), 20000),
        concat('8', message_id),
        answered_id
    ) as in_response_to_tweet_id,
    sort_s,
    sort_no,
from threaded
