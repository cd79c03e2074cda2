{#- A key that is the same in every run and engine: the MD5 digest of its length-prefixed parts
    (so that ('ab', 'c') and ('a', 'bc') differ), as a 128-bit uuid. NULL when `nullable` is. -#}
{%- macro stable_key(parts, nullable=none) -%}
    {%- set digest -%}
        concat(
            {%- for part in parts -%}
                {{ as_text('length(' ~ part ~ ')') }}, ':', {{ part }}{{ ", " if not loop.last }}
            {%- endfor -%}
        )
    {%- endset -%}
    {%- if nullable -%}
        case when {{ nullable }} is not null then {{ digest_key(digest) }} end
    {%- else -%}
        {{ digest_key(digest) }}
    {%- endif -%}
{%- endmacro -%}

{#- A text that sorts as the dictionary orders ids: ids of ASCII digits first, by value, then the
    others by code point. Leading zeros break a tie of equal values. Nearly all ids have none, and
    take the short way through the first branch. -#}
{%- macro natural_order(id) -%}
    case
        when {{ full_match(id, '[1-9][0-9]*') }}
            then concat('0', lpad({{ as_text('length(' ~ id ~ ')') }}, 3, '0'), {{ id }})
        when {{ full_match(id, '[0-9]+') }}
            then concat(
                '0', lpad({{ as_text("length(ltrim(" ~ id ~ ", '0'))") }}, 3, '0'), ltrim({{ id }}, '0'),
                case when {{ id }} like '0%' then concat(' ', {{ id }}) else '' end
            )
        else concat('1', {{ id }})
    end
{%- endmacro -%}

{#- Who a customer is across connections: the e-mail address or, without one, connection and id.
    NULL when the customer is unknown. Its stable_key is the person_key. -#}
{%- macro person_of(email, connection, customer_id) -%}
    case
        when {{ email }} is not null then concat('e-mail ', {{ email }})
        when {{ customer_id }} is not null
            then concat('id ', {{ connection }}, ' ', {{ customer_id }})
    end
{%- endmacro -%}
