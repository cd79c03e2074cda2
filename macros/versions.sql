{#- A snapshot table: the newest load of a connection replaces all before it. (A load that says what the
    one before it says has lost as it came.) -#}
{%- macro newest_load(relation) -%}
    (
        select snapshot.*
        from {{ relation }} as snapshot
        where snapshot.load_id = (
            select max(other.load_id) from {{ relation }} as other
            where
                other.connection = snapshot.connection
                and other.superseded_by_load_id is null
        )
    )
{%- endmacro -%}
