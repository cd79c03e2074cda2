{% if renders_changes() -%}
-- As the last build left them: what this one replaces is in scope.
    with contacts as ( -- noqa: PRS
        select * from intermediate.int_contact_outcomes
    ),

    scope as (
        select * from {{ ref('int_scope') }}
    ),

    pieces as (
        select * from {{ ref('int_schedule_pieces') }}
    ),

    service_levels as (
        select * from core.fct_sla
    ),

    open_times as (
        select
            as_of_piece.schedule_key,
            {{ open_microseconds(as_of(), 'as_of_piece') }}
            - ({{ open_microseconds(since(), 'since_piece') }}) as open_us
        from pieces as as_of_piece
        inner join pieces as since_piece on as_of_piece.schedule_key = since_piece.schedule_key
        where
            {{ in_piece(as_of(), 'as_of_piece.schedule_key', 'as_of_piece') }}
            and {{ in_piece(since(), 'since_piece.schedule_key', 'since_piece') }}
    )

    select
        contacts.contact_key,
        {{ microseconds(as_of()) }} - {{ microseconds(since()) }} as calendar_us,
        open_times.open_us as business_us
    from contacts
    left join open_times on contacts.schedule_key = open_times.schedule_key
    where
        {{ since() }} < {{ as_of() }}
        and (
            not contacts.is_resolved
            or contacts.contact_key in (
                select service_levels.contact_key from service_levels
                where service_levels.is_unfulfilled
            )
        )
        and contacts.contact_key not in (select scope.contact_key from scope)
{%- else -%}
{{ without_rows({'contact_key': type_key(), 'calendar_us': 'bigint', 'business_us': 'bigint'}) }}
{%- endif %}
