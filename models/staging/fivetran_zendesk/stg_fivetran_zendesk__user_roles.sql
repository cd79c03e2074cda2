-- Who a user was when: the first version that was synced at or after an instant tells, else the
-- latest. A version therefore speaks for the time since the one before it.
with users as (
    select * from {{ source('raw_fivetran_zendesk', 'user') }}
),

assignees as (
    select * from {{ ref('stg_fivetran_zendesk__assignees') }}
),

versions as (
    select
        connection,
        id as user_id,
        case lower(trim(role))
            when 'end-user' then 'customer'
            when 'agent' then 'agent'
            when 'admin' then 'agent'
            else 'unknown'
        end as sender_kind,
        _fivetran_synced as synced_at,
        load_id,
        source_file,
        row_number
    from (
        select
            *,
            row_number() over (
                partition by connection, id, _fivetran_synced
                order by load_id desc, source_file desc, row_number desc
            ) as place
        from users
    ) as placed
    where place = 1
),

followed as (
    select
        *,
        lead(sender_kind) over loaded as next_sender_kind,
        lead(load_id) over loaded is null as is_latest
    from versions
    window loaded as (
        partition by connection, user_id
        order by synced_at nulls first, load_id, source_file, row_number
    )
),

-- Of a run of versions with one role only the last is needed. A version without an instant of its
-- own cannot speak for a time, unless it is the latest.
changes as (
    select * from followed
    where
        is_latest
        or (synced_at is not null and sender_kind <> next_sender_kind)
),

periods as (
    select
        connection,
        user_id,
        sender_kind,
        coalesce(
            lag(synced_at) over (partition by connection, user_id order by synced_at nulls last),
            cast('1900-01-01' as timestamp)
        ) as applies_after,
        case when is_latest then cast('9999-12-31' as timestamp) else synced_at end
            as applies_until
    from changes
),

-- Users of whom we hold no version.
unheld as (
    select
        assignees.connection,
        assignees.agent_id as user_id,
        'agent' as sender_kind,
        cast('1900-01-01' as timestamp) as applies_after,
        cast('9999-12-31' as timestamp) as applies_until
    from assignees
    left join versions
        on
            assignees.connection = versions.connection
            and assignees.agent_id = versions.user_id
    where versions.user_id is null
)

select * from periods
union all
select * from unheld
