select * from {{ ref('stg_helpdesk__work_sessions') }}
