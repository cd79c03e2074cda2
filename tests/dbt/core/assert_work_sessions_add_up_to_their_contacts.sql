-- The work sessions of a contact are its handling time, and the wrap-up ones its wrap-up time.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }}
),

sessions as (
    select
        contact_key,
        sum(cast(round(1000000 * seconds) as bigint)) as handle_us,
        coalesce(
            sum(cast(round(1000000 * seconds) as bigint)) filter (where kind = 'wrap_up'), 0
        ) as wrap_up_us
    from {{ tested(ref('fct_work_sessions')) }}
    group by contact_key
)

select
    coalesce(contacts.contact_key, sessions.contact_key) as contact_key,
    contacts.handle_seconds,
    contacts.wrap_up_seconds,
    sessions.handle_us,
    sessions.wrap_up_us
from contacts
full join sessions on contacts.contact_key = sessions.contact_key
where
    cast(round(1000000 * contacts.handle_seconds) as bigint) is distinct from sessions.handle_us
    or cast(round(1000000 * contacts.wrap_up_seconds) as bigint)
    is distinct from sessions.wrap_up_us
