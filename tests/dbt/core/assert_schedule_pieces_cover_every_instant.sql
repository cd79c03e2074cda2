-- Of every schedule the pieces follow each other without a gap or an overlap and carry the open
-- time before them, so that an instant meets exactly one piece and the business clock never
-- jumps.
with pieces as (
    select
        *,
        lag(piece_ends_us) over in_order as end_before_us,
        lag(open_before_us + closes_us - opens_us) over in_order as open_until_us
    from {{ ref('int_schedule_pieces') }}
    window in_order as (partition by schedule_key order by piece_starts_us)
)

select
    schedule_key,
    day,
    piece_starts_us,
    piece_ends_us,
    opens_us,
    closes_us,
    open_before_us,
    end_before_us,
    open_until_us
from pieces
where
    piece_starts_us <> end_before_us
    or piece_starts_us >= piece_ends_us
    or opens_us < piece_starts_us
    or closes_us < opens_us
    or closes_us > piece_ends_us
    or piece_starts_us < epoch_us(cast(day as timestamp))
    or piece_ends_us > epoch_us(day + interval 1 day)
    or open_before_us <> coalesce(open_until_us, 0)
