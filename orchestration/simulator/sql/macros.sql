-- `xor` with a shifted self, a product, the low 32 bits. Unsigned, because a product needs 64 bits.
create or replace macro fold(x, bits) as xor(x, x >> bits);
create or replace macro mix32(x) as fold(
    (fold((fold(x::ubigint, 16) * 2146121005) & 4294967295, 15) * 2221713035) & 4294967295, 16
);
-- A whole number from 0 to n - 1 out of a draw.
create or replace macro pick(drawn, n) as ((drawn * n::ubigint) >> 32)::bigint;
-- True in so many of a million.
create or replace macro happens(drawn, per_million) as pick(drawn, 1000000) < per_million;
-- The value at a drawn place of the table of 101 knots that begins at `first`.
create or replace macro at_drawn(knots, first, drawn) as
    knots[first + pick(drawn, 100)]
    + (
        (
            (knots[first + 1 + pick(drawn, 100)] - knots[first + pick(drawn, 100)])
            * ((drawn * 100) & 4294967295)::bigint
        ) >> 32
    );
create or replace macro first_reply_delay(channel_no, drawn) as
    at_drawn([{first_reply_knots}]::bigint[], channel_no * 101 + 1, drawn);
create or replace macro spread(average, drawn) as
    average * at_drawn([{spread_knots}]::bigint[], 1, drawn) // 1000000;
create or replace macro phrase(sender_no, tone_no, language_no, drawn) as
    [{phrases}][
        ((sender_no * 3 + tone_no) * {languages} + language_no) * {phrases_each}
        + pick(drawn, {phrases_each}) + 1
    ];
create or replace macro instant(seconds) as make_timestamp(seconds::bigint * 1000000);
create or replace macro until_horizon(seconds) as if(seconds < {horizon_s}, seconds, null);
-- Ids are the same in every connection on purpose: 1000000 names a ticket in each.
create or replace macro ticket_text(n) as (1000000 + n)::varchar;
create or replace macro customer_text(customer_no) as concat('c', customer_no);
create or replace macro agent_text(agent_no) as concat('a', agent_no);
