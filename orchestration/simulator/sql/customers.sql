-- One row per customer. Some people are customers of both companies, and some hold two accounts:
-- they are known by their e-mail address, which is not always written alike.
with numbered as (
    select
        customer_no,
        mix32(customer_no + {person_offset}) as h,
    from (
        select unnest(range({low}, {high})) as customer_no
    )
),

persons as (
    select
        *,
        case
            when happens(draw(h, 'second account'), 10000) then greatest(customer_no - 1, 0)
            else customer_no
        end
        + if(happens(draw(h, 'both companies'), 30000), 0, {person_offset}) as person_no,
    from numbered
),

named as (
    select
        *,
        mix32(person_no) as person_hash,
        {first_names}[pick(draw(person_hash, 'first name'), {names}) + 1] as first_name,
        {last_names}[pick(draw(person_hash, 'last name'), {names}) + 1] as last_name,
    from persons
)

select
    customer_text(customer_no) as customer_id,
    concat(first_name, ' ', last_name) as name,
    case
        when happens(draw(h, 'no address'), 60000) then null
        when happens(draw(h, 'spelling'), 50000)
            then concat(' ', first_name, '.', last_name, person_no, '@Example.COM')
        else lower(concat(first_name, '.', last_name, person_no, '@example.com'))
    end as email,
    ['consumer', 'consumer', 'consumer', 'small business', 'enterprise'][
        pick(draw(h, 'segment'), 5) + 1
    ] as segment,
    ['retail', 'retail', 'airline', 'telecom', 'pizza', 'consumer_products'][
        pick(draw(h, 'industry'), 6) + 1
    ] as industry,
    happens(draw(h, 'lost'), 20000) as is_lost,
    instant(if(
        happens(draw(h, 'lost'), 20000),
        {horizon_s} - 1 - pick(draw(h, 'lost on'), {days} * 86400),
        null
    )) as lost_at,
    customer_no as sort_s,
    customer_no as sort_no,
from named
-- A few were forgotten on request, and their tickets stayed.
where not happens(draw(h, 'forgotten'), 3000)
