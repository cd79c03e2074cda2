{#- Open microseconds of a schedule up to an instant, B(t), from the joined piece of
    int_schedule_pieces in which the instant lies; NULL without a schedule. -#}
{%- macro open_microseconds(instant, piece) -%}
    {{ piece }}.open_before_us
    + greatest(0, least({{ microseconds(instant) }}, {{ piece }}.closes_us) - {{ piece }}.opens_us)
{%- endmacro -%}

{#- The condition that joins an instant to its one piece. -#}
{%- macro in_piece(instant, schedule_key, piece) -%}
    {{ piece }}.schedule_key = {{ schedule_key }}
    and {{ piece }}.day = cast({{ instant }} as date)
    and {{ piece }}.piece_starts_us <= {{ microseconds(instant) }}
    and {{ piece }}.piece_ends_us > {{ microseconds(instant) }}
{%- endmacro -%}

{#- Whether the schedule is open at the instant; NULL without a schedule. -#}
{%- macro is_open_at(instant, piece) -%}
    ({{ microseconds(instant) }} >= {{ piece }}.opens_us
    and {{ microseconds(instant) }} < {{ piece }}.closes_us)
{%- endmacro -%}
