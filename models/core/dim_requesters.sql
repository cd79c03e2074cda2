with customers as (
    select * from {{ ref('int_customers_unioned') }}
),

-- Who asks, visits or is a lead is a customer, described or not.
seen as (
    select
        connection,
        customer_id
    from customers
    union
    select
        connection,
        requester_id as customer_id
    from {{ ref('int_tickets') }}
    union
    select
        connection,
        customer_id
    from {{ ref('int_leads_unioned') }}
    union
    select
        connection,
        customer_id
    from {{ ref('int_portal_sessions_unioned') }}
),

described as (
    select
        seen.connection,
        seen.customer_id,
        customers.email,
        customers.segment,
        customers.industry,
        customers.is_lost,
        customers.lost_at,
        {{ person_of('customers.email', 'seen.connection', 'seen.customer_id') }} as person
    from seen
    left join customers
        on seen.connection = customers.connection and seen.customer_id = customers.customer_id
    where seen.customer_id is not null
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
