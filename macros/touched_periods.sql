{#- Which days and periods a build counts anew. A build of everything counts all of them. A build of
    changes is told the local days whose figures may differ (int_touched_days) and counts those,
    their weeks, their months and all time. No model looks at int_touched_days but through these
    macros, and none names it while everything is built, so that unit tests need not give it. -#}

{#- The touched days, and those up to so many days before or after one: for figures that also depend
    on what happens somewhat later or earlier. -#}
{%- macro touched_days(before=0, after=0, touched=none) -%}
    (
        select distinct touched.date_on + reach.days as date_on
        from {{ touched or ref('int_touched_days') }} as touched
        cross join (
            select cast(unnest(generate_series(-{{ before }}, {{ after }})) as integer) as days
        ) as reach
    )
{%- endmacro -%}

{#- The touched days, or all days of their weeks, of their months, or of both (any). -#}
{%- macro days_of_touched(period_grain, before=0, after=0) -%}
    {%- if period_grain == 'day' -%}
        {{ touched_days(before, after) }}
    {%- else -%}
        (
            select days.date_on
            from {{ ref('dim_dates') }} as days
            {%- for grain in ['week', 'month'] if period_grain in (grain, 'any') %}
            {{ 'where' if loop.first else 'or' }} days.{{ grain }}_starts_on in (
                select touched_dates.{{ grain }}_starts_on
                from {{ ref('dim_dates') }} as touched_dates
                where touched_dates.date_on in {{ touched_days(before, after) }}
            )
            {%- endfor %}
        )
    {%- endif -%}
{%- endmacro -%}

{#- dim_dates, in a build of changes only the UTC dates on which touched days (or all days of
    touched weeks or months) lie: what is joined with it falls on such a day, or on one of its
    neighbours. -#}
{%- macro dates_to_count(period_grain='day', before=0, after=0) -%}
    {%- set every_date = ref('dim_dates') -%}
    {%- if renders_changes() and period_grain != 'all' -%}
        (
            select utc_dates.*
            from {{ every_date }} as utc_dates
            where utc_dates.date_on in (
                select cast(unnest(generate_series(
                    date_trunc('day', local_days.starts_at),
                    local_days.ends_at - interval '1 microsecond',
                    interval '1 day'
                )) as date)
                from {{ every_date }} as local_days
                where local_days.date_on in {{ days_of_touched(period_grain, before, after) }}
            )
        )
    {%- else -%}
        {{ every_date }}
    {%- endif -%}
{%- endmacro -%}

{#- Joins what happened at an instant with dates_to_count(), a CTE. In a build of changes the first of
    those dates is asked for by itself as well: the engine skips blocks of rows by what their instants
    lie between, and knows nothing of their dates. -#}
{%- macro on_date_to_count(instant, dates='dates') -%}
    cast({{ instant }} as date) = {{ dates }}.date_on
    {%- if renders_changes() %}
    and {{ instant }} >= (
        select cast(min(counted.date_on) as timestamp) from {{ dates }} as counted
    )
    {%- endif %}
{%- endmacro -%}

{#- mart_periods, in a build of changes only all time, the touched periods, those that stand
    directly after them (whose comparison with the period before changes) and those directly before.
    -#}
{%- macro periods_to_count() -%}
    {%- set every_period = ref('mart_periods') -%}
    {%- if renders_changes() -%}
        (
            select periods.*
            from {{ every_period }} as periods
            left join {{ ref('mart_touched_periods') }} as touched
                on
                    periods.period_grain = touched.period_grain
                    and periods.period_start = touched.period_start
            where periods.period_grain = 'all' or touched.period_grain is not null
        )
    {%- else -%}
        {{ every_period }}
    {%- endif -%}
{%- endmacro -%}

{#- Whether a row is of a day (date_on) or period (period_grain and period_start) that this build counts
    anew. A period that is compared with the one before it is replaced with that one. (Every model that
    is replaced so depends on the touched days and periods through what it reads.)

    meta.day: the column that tells a row's day, where it is not date_on.
    meta.reach {before, after}: days around a touched one whose rows it may change too.
    meta.always_replaced: SQL of rows that are replaced whatever their period.
    meta.replaces_unsettled: whether months of unsettled medians are replaced as well. -#}
{%- macro is_counted_anew(columns, meta) -%}
    {%- set reach = meta.reach or {} -%}
    (
        {%- set day = meta.day or 'date_on' %}
        {%- if day in columns %}
        {{ day }} in {{ touched_days(
            reach.before or 0, reach.after or 0, touched='intermediate.int_touched_days'
        ) }}
        {%- else %}
        {%- set is_compared = ' previous_' in columns | join(' ') %}
        period_grain = 'all'
        or (period_grain, period_start) in (
            select (touched.period_grain, touched.period_start)
            from mart_parts.mart_touched_periods as touched
            where
                touched.{{ 'is_replaced' if is_compared else 'is_touched' }}
                {{- ' or touched.is_unsettled' if meta.replaces_unsettled }}
        )
        {%- endif %}
        {%- if meta.always_replaced %}
        or {{ meta.always_replaced }}
        {%- endif %}
    )
{%- endmacro -%}

{#- Replaces the rows of the days or periods that are counted anew, and leaves the others as they are. -#}
{%- macro get_incremental_by_period_sql(arguments) -%}
    {%- set replaced = is_counted_anew(model.columns | list, config.get('meta', {})) -%}
    delete from {{ arguments.target_relation }}
    where {{ replaced }};
    insert into {{ arguments.target_relation }} by name
    select * from {{ arguments.temp_relation }}
    where {{ replaced }}
{%- endmacro -%}

{#- A condition that leaves everything in a build of everything, and in one of changes the rows
    whose key is in a CTE: what a contact did on other days is read for the contacts of the days to
    count only. -#}
{%- macro only_counted(key, counted, counted_key=none) -%}
    {%- if renders_changes() -%}
        {{ key }} in (
            select counted.{{ counted_key or key.split('.') | last }} from {{ counted }} as counted
        )
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro -%}

{#- Months whose censoring-aware median was longer than they had been over at the last build.
    Contacts that still wait grow older without changing: a median moves with them until all of them
    wait longer than it. Read from the table as the last build left it, which lies downstream and is
    therefore no ref(). -#}
{%- macro months_of_unsettled_medians() -%}
    (
        select distinct medians.period_start as month_starts_on
        from {{ this.incorporate(path={'identifier': 'mart_survival_medians'}) }} as medians
        where
            medians.period_grain = 'month'
            and medians.median_km_seconds >= 86400 * (
                cast({{ since() }} as date)
                - cast(medians.period_start + interval '1 month' as date) - 2
            )
    )
{%- endmacro -%}
