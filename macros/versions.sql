{#- The winning version of every row of a raw table: greatest version column, then the later load,
    file name and row. Keys with one version only (nearly all) skip the sort. -#}
{%- macro latest_rows(relation, key, version=none) -%}
    (
        with repeated as (
            select connection, {{ key | join(', ') }}
            from {{ relation }}
            group by connection, {{ key | join(', ') }}
            having count(*) > 1
        )

        select candidate.*
        from {{ relation }} as candidate
        where not exists (
            select 1 from repeated
            where repeated.connection = candidate.connection
            {%- for column in key %} and repeated.{{ column }} = candidate.{{ column }}{% endfor %}
        )
        union all
        select candidate.*
        from {{ relation }} as candidate
        where exists (
            select 1 from repeated
            where repeated.connection = candidate.connection
            {%- for column in key %} and repeated.{{ column }} = candidate.{{ column }}{% endfor %}
        )
        qualify row_number() over (
            partition by candidate.connection
            {%- for column in key %}, candidate.{{ column }}{% endfor %}
            order by
                {% if version %}candidate.{{ version }} desc nulls last, {% endif -%}
                candidate.load_id desc, candidate.source_file desc, candidate.row_number desc
        ) = 1
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
