{#- Which level a figure is of; NULL keys stand for "all together". -#}
{%- macro level_of(channel_group, channel) -%}
    case
        when {{ channel }} is not null then 'channel'
        when {{ channel_group }} is not null then 'group'
        else 'all'
    end
{%- endmacro -%}

{#- Sums of columns that hold whole numbers, each under the column's own name. -#}
{%- macro sums(relation, columns) -%}
    {%- for column in columns -%}
        cast(sum({{ relation }}.{{ column }}) as bigint) as {{ column }}
        {{- ",\n" if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}

{#- 97.5th percentile of the standard normal: intervals of 95 per cent. -#}
{%- macro z95() -%} cast(1.959963984540054 as double) {%- endmacro -%}

{#- Wilson's interval of a share, closed form; `sign` is - for its lower and + for its upper end. Rounding
    may carry the ends of 0 and 1 a hair beyond. -#}
{%- macro wilson(hits, trials, sign) -%}
    greatest(0, least(1, (
        {{ hits }} + {{ z95() }} * {{ z95() }} / 2
        {{ sign }} {{ z95() }} * sqrt(
            {{ hits }} * ({{ trials }} - {{ hits }}) / {{ trials }} + {{ z95() }} * {{ z95() }} / 4
        )
    ) / ({{ trials }} + {{ z95() }} * {{ z95() }})))
{%- endmacro -%}

{#- Squared standard error of a mean from sums of integers, which are exact in any order; NULL for
    fewer than two samples. -#}
{%- macro squared_error_of_mean(samples, total, squares) -%}
    cast(greatest(
        {{ samples }} * {{ squares }} - cast({{ total }} as {{ type_huge() }}) * {{ total }}, 0
    ) as double)
    / {{ samples }} / {{ samples }} / nullif({{ samples }} - 1, 0)
{%- endmacro -%}

{#- Below this many samples an own figure is shown, but not judged: the intervals of means and ratios
    need about as many to hold. -#}
{%- macro fewest_samples() -%} 30 {%- endmacro -%}

{#- One duration's figure as a column of a row that holds many. -#}
{%- macro picked(metric_id, clock, figure) -%}
    max(case when metric_id = '{{ metric_id }}' and clock = '{{ clock }}' then {{ figure }} end)
{%- endmacro -%}

{#- A figure in seconds, as a share or as a count, in the unit that a published one is printed in. -#}
{%- macro in_unit(figure, unit) -%}
    case {{ unit }}
        when 'minutes' then {{ figure }} / 60
        when 'hours' then {{ figure }} / 3600
        when 'days' then {{ figure }} / 86400
        when 'percent' then {{ figure }} * 100
        else {{ figure }}
    end
{%- endmacro -%}

{#- What one definition of a measure gives for a group of contacts, and for how many and mostly why it
    differs from ours. Ties go to the first word of the alphabet, so that the order of rows does not
    matter. -#}
{%- macro definition(measure, name, microseconds, difference=as_text('null')) -%}
    {{ return(struct_of('definition', {
        'measure': "'" ~ measure ~ "'", 'definition': "'" ~ name ~ "'",
        'measured': 'count(' ~ microseconds ~ ')',
        'mean_us':
            'cast(sum(' ~ microseconds ~ ') as double) / nullif(count(' ~ microseconds ~ '), 0)',
        'median_us': percentile(microseconds, 0.5),
        'differing': 'count(' ~ difference ~ ')',
        'main_difference': most_common(difference)
    })) }}
{%- endmacro -%}

{#- An amount of money as whole millionths: sums of integers are the same in any order. -#}
{%- macro millionths(amount) -%}
    cast(round({{ amount }} * 1000000) as bigint)
{%- endmacro -%}

{#- A figure of mart_channel_metrics as a column of a row that holds many. -#}
{%- macro measured(metric_id, statistic, clock=none) -%}
    max(value) filter (
        where
        metric_id = '{{ metric_id }}'
        and statistic = '{{ statistic }}'
        {%- if clock %}
        and clock = '{{ clock }}'
        {%- endif %}
    )
{%- endmacro -%}

{#- The currency of all costs: there is only one (assert_costs_have_one_currency). NULL without any. -#}
{%- macro own_currency() -%}
    coalesce(
        (select max(contacts.cost_currency) from {{ ref('fct_contacts') }} as contacts),
        (select max(costs.currency) from {{ ref('mart_daily_fixed_costs') }} as costs)
    )
{%- endmacro -%}
