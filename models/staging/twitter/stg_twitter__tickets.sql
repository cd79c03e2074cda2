with source as (
    select * from {{ source('raw_twitter', 'tweets') }}
    where superseded_by_load_id is null
),

threads as (
    select * from {{ ref('stg_twitter__threads') }}
),

brand_accounts as (
    select distinct
        connection,
        author_id as brand,
        lower(author_id) as account
    from threads
    where not is_inbound
),

placed as (
    select
        *,
        (posted_at, {{ natural_order('tweet_id') }}) as place
    from threads
),

speakers as (
    select
        connection,
        ticket_id,
        {{ arg_min('author_id', 'place', where='is_inbound') }} as first_customer,
        {{ arg_min('author_id', 'place', where='not is_inbound') }} as first_brand,
        max(load_id) as load_id
    from placed
    group by connection, ticket_id
),

roots as (
    select * from threads
    where tweet_id = ticket_id
),

-- Nobody answered these: without the account that the customer addressed, a brand would only be
-- charged with the contacts that it replied to.
mentions as (
    select
        roots.connection,
        roots.ticket_id,
        {{ each_in_order(
            all_matches('source.text', '@([0-9A-Za-z_]+)', 1), 'account', 'place'
        ) }}
    from roots
    inner join speakers
        on roots.connection = speakers.connection and roots.ticket_id = speakers.ticket_id
    inner join source
        on roots.connection = source.connection and roots.ticket_id = source.tweet_id
    where speakers.first_brand is null
),

addressed as (
    select
        mentions.connection,
        mentions.ticket_id,
        {{ arg_min('brand_accounts.brand', 'mentions.place') }} as brand
    from mentions
    inner join brand_accounts
        on
            mentions.connection = brand_accounts.connection
            and lower(mentions.account) = brand_accounts.account
    group by mentions.connection, mentions.ticket_id
),

renamed as (
    select
        roots.connection,
        'twitter' as source_type,
        roots.ticket_id,
        'twitter' as channel,
        roots.posted_at as created_at,
        cast(null as {{ type_text() }}) as status,
        cast(null as {{ type_text() }}) as priority,
        cast(null as {{ type_text() }}) as subject,
        case when roots.is_inbound then roots.author_id else speakers.first_customer end
            as requester_id,
        cast(null as {{ type_text() }}) as assignee_id,
        cast(null as {{ type_text() }}) as group_id,
        coalesce(speakers.first_brand, addressed.brand) as brand,
        cast(null as {{ type_text() }}) as locale,
        cast(null as {{ type_text() }}) as device,
        cast(null as {{ type_text() }}) as lifecycle_stage,
        cast(null as {{ type_text() }}) as schedule_id,
        cast(null as {{ type_text() }}) as merged_into_ticket_id,
        false as is_test,
        false as is_deleted,
        roots.is_truncated,
        cast(null as {{ type_text() }}) as tier,
        speakers.load_id
    from roots
    inner join speakers
        on roots.connection = speakers.connection and roots.ticket_id = speakers.ticket_id
    left join addressed
        on roots.connection = addressed.connection and roots.ticket_id = addressed.ticket_id
)

select * from renamed
