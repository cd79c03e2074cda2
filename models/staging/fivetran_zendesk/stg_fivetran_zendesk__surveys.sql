with source as (
    select * from {{ source('raw_fivetran_zendesk', 'ticket_field_history') }}
    where superseded_by_load_id is null
),

-- One survey a ticket: each change of its satisfaction fields is an offer, a rating or a comment.
changes as (
    select
        connection,
        ticket_id,
        field_name,
        updated,
        lower(trim(value)) as word,
        nullif(trim(value), '') as value,
        load_id
    from source
    where
        field_name in ('satisfaction_score', 'satisfaction_comment')
        and updated <= {{ as_of() }}
        and not {{ fivetran_deleted() }}
),

surveys as (
    select
        connection,
        ticket_id,
        min(updated) filter (
            where field_name = 'satisfaction_score' and word = 'offered'
        ) as offered_at,
        max(updated) filter (
            where field_name = 'satisfaction_score' and word in ('good', 'bad')
        ) as responded_at,
        {{ arg_max(
            'word',
            'updated',
            where="field_name = 'satisfaction_score' and word in ('good', 'bad')"
        ) }} as answer,
        {{ arg_max('value', 'updated', where="field_name = 'satisfaction_comment'") }} as comment,
        max(load_id) as load_id
    from changes
    group by connection, ticket_id
),

renamed as (
    select
        connection,
        ticket_id as survey_id,
        ticket_id,
        'csat' as kind,
        offered_at,
        responded_at,
        cast(case answer when 'good' then 1 when 'bad' then 0 end as double) as score,
        cast(0 as double) as scale_min,
        cast(1 as double) as scale_max,
        comment,
        load_id
    from surveys
    -- Zendesk also writes that it did not ask.
    where offered_at is not null or responded_at is not null
)

select * from renamed
