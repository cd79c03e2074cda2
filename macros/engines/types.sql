{#- What engines call differently: types, and the texts and keys made of them. Every macro of this
    folder means one thing, and has one implementation for each engine that says it otherwise. -#}

{#- The type of texts. -#}
{%- macro type_text() -%} {{ return(adapter.dispatch('type_text')()) }} {%- endmacro -%}
{%- macro duckdb__type_text() -%} {{ return('varchar') }} {%- endmacro -%}
{%- macro spark__type_text() -%} {{ return('string') }} {%- endmacro -%}
{%- macro default__type_text() -%} {{ return('text') }} {%- endmacro -%}

{#- The type of keys. Spark has no uuid: there a key is its canonical text. -#}
{%- macro type_key() -%} {{ return(adapter.dispatch('type_key')()) }} {%- endmacro -%}
{%- macro default__type_key() -%} {{ return('uuid') }} {%- endmacro -%}
{%- macro spark__type_key() -%} {{ return('string') }} {%- endmacro -%}

{#- The type of whole numbers too large for 64 bits: squares of milliseconds, millionths times hours. -#}
{%- macro type_huge() -%} {{ return(adapter.dispatch('type_huge')()) }} {%- endmacro -%}
{%- macro duckdb__type_huge() -%} {{ return('hugeint') }} {%- endmacro -%}
{%- macro default__type_huge() -%} {{ return('decimal(38, 0)') }} {%- endmacro -%}

{#- A value as a text. -#}
{%- macro as_text(value) -%} cast({{ value }} as {{ type_text() }}) {%- endmacro -%}

{#- The key whose 128 bits are the MD5 digest of a text. -#}
{%- macro digest_key(text) -%} {{ adapter.dispatch('digest_key')(text) }} {%- endmacro -%}

{%- macro default__digest_key(text) -%}
    cast(md5({{ text }}) as uuid)
{%- endmacro -%}

{%- macro spark__digest_key(text) -%}
    regexp_replace(md5({{ text }}), '^(.{8})(.{4})(.{4})(.{4})', '$1-$2-$3-$4-')
{%- endmacro -%}

{#- Whether a text matches a pattern from its beginning to its end. -#}
{%- macro full_match(text, pattern) -%}
    {{ adapter.dispatch('full_match')(text, pattern) }}
{%- endmacro -%}

{%- macro duckdb__full_match(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern }}')
{%- endmacro -%}

{%- macro spark__full_match(text, pattern) -%}
    regexp_like({{ text }}, '^(?:{{ pattern }})\z')
{%- endmacro -%}

{%- macro default__full_match(text, pattern) -%}
    {{ text }} ~ '^(?:{{ pattern }})$'
{%- endmacro -%}

{#- The whole part of a quotient of two whole numbers. -#}
{%- macro whole_quotient(dividend, divisor) -%}
    {{ adapter.dispatch('whole_quotient')(dividend, divisor) }}
{%- endmacro -%}

{%- macro duckdb__whole_quotient(dividend, divisor) -%}
    {{ dividend }} // {{ divisor }}
{%- endmacro -%}

{%- macro spark__whole_quotient(dividend, divisor) -%}
    {{ dividend }} div {{ divisor }}
{%- endmacro -%}

{%- macro default__whole_quotient(dividend, divisor) -%}
    div({{ dividend }}, {{ divisor }})
{%- endmacro -%}
