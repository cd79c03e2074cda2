{#- A table: its text is another every night, and views are not made anew. -#}
{{ config(materialized='table') }}

{#- Tables whose rows belong to a conversation, and the instants that say from when they count. -#}
{%- set of_conversations = {
    'conversation_history': (
        'id', ['created_at', 'conversation_rating_created_at', '_fivetran_synced']
    ),
    'conversation_part_history': ('conversation_id', ['created_at', '_fivetran_synced']),
    'conversation_contact_history': ('conversation_id', ['_fivetran_synced']),
    'conversation_tag_history': ('conversation_id', ['_fivetran_synced']),
} -%}

{% if renders_changes() -%}
    with contacts as (
        select * from {{ source('raw_fivetran_intercom', 'contact_history') }}
    ),

    changed_contacts as (
        select distinct
            changed.connection,
            changed.id
        from contacts as changed
        where {{ has_changed('changed', ['_fivetran_synced']) }}
    ),

    -- What is written of a contact at every visit changes nothing here.
    told_differently as (
        select
            contacts.connection,
            contacts.id
        from contacts
        inner join changed_contacts
            on
                contacts.connection = changed_contacts.connection
                and contacts.id = changed_contacts.id
        group by contacts.connection, contacts.id
        having
            min(contacts.load_id) > {{ since_load() }}
            or count(distinct {
                'role': contacts.role, 'name': contacts.name, 'email': contacts.email,
                'is_active': contacts._fivetran_active
            }) > 1
    ),

    changes as (
        {% for table, (conversation_id, instants) in of_conversations.items() -%}
            select
                changed.connection,
                'ticket' as kind,
                cast(changed.{{ conversation_id }} as varchar) as id
            from {{ source('raw_fivetran_intercom', table) }} as changed
            where {{ has_changed('changed', instants) }}
            union all
        {% endfor -%}
        select
            connection,
            'requester' as kind,
            id
        from told_differently
    {%- for table, kind in {
        'admin': 'agent', 'team': 'agent', 'team_admin': 'agent', 'tag': 'connection',
    }.items() %}
            union all
            select
                changed.connection,
                '{{ kind }}' as kind,
                cast(null as varchar) as id
            from {{ source('raw_fivetran_intercom', table) }} as changed
            where {{ has_changed('changed', ['_fivetran_synced']) }}
        {%- endfor %}
    )

    select distinct
        connection,
        kind,
        id,
        cast(null as timestamp) as occurred_at
    from changes
{%- else -%}
{{ without_rows({
    'connection': type_text(), 'kind': type_text(), 'id': type_text(), 'occurred_at': 'timestamp',
}) }}
{%- endif %}
