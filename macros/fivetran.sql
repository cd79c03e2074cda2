{#- Whether a replicated row was gone at the source by as_of: a deletion that was noticed later has
    not happened yet. -#}
{%- macro fivetran_deleted(row=none) -%}
    {%- set prefix = row ~ '.' if row else '' -%}
    (
        coalesce({{ prefix }}_fivetran_deleted, false)
        and coalesce({{ prefix }}_fivetran_synced <= {{ as_of() }}, true)
    )
{%- endmacro -%}

{#- The same for a table with history, from its newest version: a row that is gone has none that is
    active. -#}
{%- macro fivetran_inactive(row=none) -%}
    {%- set prefix = row ~ '.' if row else '' -%}
    (
        not coalesce({{ prefix }}_fivetran_active, true)
        and coalesce({{ prefix }}_fivetran_synced <= {{ as_of() }}, true)
    )
{%- endmacro -%}

{#- Zendesk's word for a ticket status in the contract's; NULL for a word that is unknown. -#}
{%- macro zendesk_status(value) -%}
    case lower(trim({{ value }}))
        when 'new' then 'new'
        when 'open' then 'open'
        when 'pending' then 'pending'
        when 'hold' then 'on_hold'
        when 'on-hold' then 'on_hold'
        when 'on_hold' then 'on_hold'
        when 'solved' then 'solved'
        when 'closed' then 'closed'
        when 'deleted' then 'deleted'
    end
{%- endmacro -%}
