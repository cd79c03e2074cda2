with source as (
    select * from {{ source('quality', 'connection_channels') }}
),

renamed as (
    select
        connection,
        lower(trim(raw_value)) as raw_value,
        channel
    from source
)

select * from renamed
