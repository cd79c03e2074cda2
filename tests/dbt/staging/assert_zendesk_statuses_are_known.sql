-- A ticket of an unknown status counts as one without, and a change to one is left out: the word
-- belongs into the macro zendesk_status.
{{ config(severity='warn') }}

with tickets as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket') }}
),

field_history as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_field_history') }}
),

words as (
    select
        connection,
        status
    from tickets
    union all
    select
        connection,
        value as status
    from field_history
    where field_name = 'status'
)

select
    connection,
    status,
    count(*) as rows_affected
from words
where trim(status) <> '' and {{ zendesk_status('status') }} is null
group by connection, status
