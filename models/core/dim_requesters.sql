with customers as {{ inlined() }} (
    select * from {{ ref('int_customers_unioned') }}
    where customer_id is not null
),

-- Who asks, visits or is a lead is a customer, described or not.
seen as (
    select
        connection,
        requester_id as customer_id
    from {{ ref('int_tickets_unioned') }}
    union all
    select
        connection,
        customer_id
    from {{ ref('int_leads_unioned') }}
    union all
    select
        connection,
        customer_id
    from {{ ref('int_portal_sessions_unioned') }}
),

described as (
    select
        connection,
        customer_id,
        email,
        segment,
        industry,
        is_lost,
        lost_at,
        {{ person_of('email', 'connection', 'customer_id') }} as person
    from customers
    union all
    select distinct
        seen.connection,
        seen.customer_id,
        cast(null as {{ type_text() }}) as email,
        cast(null as {{ type_text() }}) as segment,
        cast(null as {{ type_text() }}) as industry,
        cast(null as boolean) as is_lost,
        cast(null as timestamp) as lost_at,
        {{ person_of('null', 'seen.connection', 'seen.customer_id') }} as person
    from seen
    -- A correlated `not exists` would first collect all that were seen.
    left join customers
        on seen.connection = customers.connection and seen.customer_id = customers.customer_id
    where seen.customer_id is not null and customers.customer_id is null
)

select
    {{ stable_key(['connection', 'customer_id']) }} as requester_key,
    connection,
    {{ stable_key(['person']) }} as person_key,
    segment,
    industry,
    is_lost,
    lost_at,
    md5(email) as email_digest
from described
