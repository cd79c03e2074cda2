{#- A snapshot table: the newest load of a connection replaces all before it. -#}
{%- macro newest_load(relation) -%}
    (
        select snapshot.*
        from {{ relation }} as snapshot
        where snapshot.load_id = (
            select max(other.load_id) from {{ relation }} as other
            where other.connection = snapshot.connection
        )
    )
{%- endmacro -%}
