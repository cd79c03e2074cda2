select * from {{ ref('stg_helpdesk__customers') }}
