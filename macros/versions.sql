{#- The winning version of every row of a raw table: greatest version column, then the later load,
    file name and row. Nearly all keys have one version, so the others are looked for by key alone
    and only the versions that lost are taken out: one scan of the wide rows, no sort of them. (Joins,
    since the engine would keep a copy of all rows for a correlated `exists`.) -#}
{%- macro latest_rows(relation, key, version=none) -%}
    (
        with repeated as materialized (
            select connection, {{ key | join(', ') }}
            from {{ relation }}
            group by connection, {{ key | join(', ') }}
            having count(*) > 1
        ),

        superseded as materialized (
            select
                candidate.connection,
                candidate.load_id,
                candidate.source_file,
                candidate.row_number,
                {%- for column in key %}
                candidate.{{ column }},
                {%- endfor %}
            from {{ relation }} as candidate
            inner join repeated
                on repeated.connection = candidate.connection
                {%- for column in key %} and repeated.{{ column }} = candidate.{{ column }}{% endfor %}
            qualify row_number() over (
                partition by candidate.connection
                {%- for column in key %}, candidate.{{ column }}{% endfor %}
                order by
                    {% if version %}candidate.{{ version }} desc nulls last, {% endif -%}
                    candidate.load_id desc, candidate.source_file desc, candidate.row_number desc
            ) > 1
        )

        select version.*
        from {{ relation }} as version
        left join superseded
            on superseded.connection = version.connection
            {%- for column in key %} and superseded.{{ column }} = version.{{ column }}{% endfor %}
            and superseded.load_id = version.load_id
            and superseded.source_file = version.source_file
            and superseded.row_number = version.row_number
        where superseded.connection is null
    )
{%- endmacro -%}

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
