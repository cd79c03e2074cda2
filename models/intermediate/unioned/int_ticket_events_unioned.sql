select * from {{ ref('stg_helpdesk__ticket_events') }}
