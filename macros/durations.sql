{#- The durations of the dictionary, each once: which fact holds it, which instant dates it, and who
    belongs to the cohort of its share within a time. Families share a fact, a date and a population,
    so that one pass over the fact serves all of them.

    dated_by: the instant whose local date a finished duration is counted on.
    started_at: the instant from which a cohort of "share within" ages, and on whose date it counts.
    cohort: answered or not, the rows of which it is known whether and when they finished.
    finished: which of them are finished (a running wait has a length, but no end). -#}
{%- macro duration_families() -%}
    {%- set inbound = 'not is_outbound and not is_truncated' -%}
    {%- set dated = 'requester_wait_seconds is not null' -%}
    {%- set has_clock = ' and created_in_business_hours is not null' -%}
    {{ return([
        {
            'name': 'first_replies', 'fact': 'fct_contacts', 'population': inbound,
            'dated_by': 'created_at', 'started_at': 'created_at',
            'durations': [
                {
                    'name': 'first_reply_calendar', 'metric_id': 'first_reply', 'clock': 'calendar',
                    'seconds': 'first_reply_seconds',
                    'cohort': inbound, 'finished': 'true',
                },
                {
                    'name': 'first_reply_business', 'metric_id': 'first_reply', 'clock': 'business',
                    'seconds': 'first_reply_business_seconds',
                    'cohort': inbound ~ has_clock, 'finished': 'true',
                },
                {
                    'name': 'first_reply_any_calendar', 'metric_id': 'first_reply_any',
                    'clock': 'calendar',
                    'seconds': 'first_reply_any_seconds',
                    'cohort': inbound, 'finished': 'true',
                },
            ],
        },
        {
            'name': 'reply_waits', 'fact': 'fct_turns', 'population': 'true',
            'dated_by': 'started_at', 'started_at': 'started_at',
            'durations': [
                {
                    'name': 'reply_time_calendar', 'metric_id': 'reply_time', 'clock': 'calendar',
                    'seconds': 'reply_seconds',
                    'cohort': 'true', 'finished': 'true',
                },
                {
                    'name': 'reply_time_business', 'metric_id': 'reply_time', 'clock': 'business',
                    'seconds': 'reply_business_seconds',
                    'cohort': 'started_in_business_hours is not null', 'finished': 'true',
                },
            ],
        },
        {
            'name': 'first_resolutions', 'fact': 'fct_contacts', 'population': 'true',
            'dated_by': 'first_resolved_at', 'started_at': 'created_at',
            'durations': [
                {
                    'name': 'first_resolution_calendar', 'metric_id': 'first_resolution', 'clock': 'calendar',
                    'seconds': 'first_resolution_seconds',
                    'cohort': dated, 'finished': 'true',
                },
                {
                    'name': 'first_resolution_business', 'metric_id': 'first_resolution', 'clock': 'business',
                    'seconds': 'first_resolution_business_seconds',
                    'cohort': dated ~ has_clock, 'finished': 'true',
                },
            ],
        },
        {
            'name': 'resolved_contacts', 'fact': 'fct_contacts', 'population': 'is_resolved',
            'dated_by': 'resolved_at', 'started_at': 'created_at',
            'durations': [
                {
                    'name': 'full_resolution_calendar', 'metric_id': 'full_resolution', 'clock': 'calendar',
                    'seconds': 'full_resolution_seconds',
                    'cohort': dated, 'finished': 'true',
                },
                {
                    'name': 'full_resolution_business', 'metric_id': 'full_resolution', 'clock': 'business',
                    'seconds': 'full_resolution_business_seconds',
                    'cohort': dated ~ has_clock, 'finished': 'true',
                },
                {
                    'name': 'requester_wait_calendar', 'metric_id': 'requester_wait', 'clock': 'calendar',
                    'seconds': 'requester_wait_seconds',
                    'cohort': 'requester_wait_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'requester_wait_business', 'metric_id': 'requester_wait', 'clock': 'business',
                    'seconds': 'requester_wait_business_seconds',
                    'cohort': 'requester_wait_business_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'agent_wait_calendar', 'metric_id': 'agent_wait', 'clock': 'calendar',
                    'seconds': 'agent_wait_seconds',
                    'cohort': 'agent_wait_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'agent_wait_business', 'metric_id': 'agent_wait', 'clock': 'business',
                    'seconds': 'agent_wait_business_seconds',
                    'cohort': 'agent_wait_business_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'on_hold_calendar', 'metric_id': 'on_hold', 'clock': 'calendar',
                    'seconds': 'on_hold_seconds',
                    'cohort': 'on_hold_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'on_hold_business', 'metric_id': 'on_hold', 'clock': 'business',
                    'seconds': 'on_hold_business_seconds',
                    'cohort': 'on_hold_business_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'agent_work_calendar', 'metric_id': 'agent_work', 'clock': 'calendar',
                    'seconds': 'agent_work_seconds',
                    'cohort': 'agent_work_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'agent_work_business', 'metric_id': 'agent_work', 'clock': 'business',
                    'seconds': 'agent_work_business_seconds',
                    'cohort': 'agent_work_business_seconds is not null', 'finished': 'is_resolved',
                },
                {
                    'name': 'unassigned_calendar', 'metric_id': 'unassigned', 'clock': 'calendar',
                    'seconds': 'unassigned_seconds',
                    'cohort': 'unassigned_seconds is not null', 'finished': 'is_resolved',
                },
            ],
        },
        {
            'name': 'worked_contacts', 'fact': 'fct_contacts', 'population': 'true',
            'dated_by': 'last_work_session_ended_at', 'started_at': 'created_at',
            'durations': [
                {
                    'name': 'handle_calendar', 'metric_id': 'handle', 'clock': 'calendar',
                    'seconds': 'handle_seconds',
                    'cohort': 'handle_seconds is not null', 'finished': 'true',
                },
                {
                    'name': 'wrap_up_calendar', 'metric_id': 'wrap_up', 'clock': 'calendar',
                    'seconds': 'wrap_up_seconds',
                    'cohort': 'wrap_up_seconds is not null', 'finished': 'true',
                },
            ],
        },
    ]) }}
{%- endmacro -%}

{#- Seconds of a fact as whole microseconds: sums of integers are the same in any order. -#}
{%- macro whole_microseconds(seconds) -%}
    cast(round({{ seconds }} * 1000000) as bigint)
{%- endmacro -%}

{#- The times of the share-within statistics: their names and their seconds. -#}
{%- macro within_times() -%}
    {{ return({'15min': 900, '1h': 3600, '4h': 14400, '24h': 86400, '48h': 172800}) }}
{%- endmacro -%}

{#- The local date of an instant, from the dim_dates row joined on its UTC date: a zone lies less than a
    day from UTC, so the local date is that one or a neighbour. (Per row this costs a hundredth of
    a time zone conversion.) -#}
{%- macro reporting_date(instant, dates) -%}
    case
        when {{ instant }} < {{ dates }}.starts_at then {{ dates }}.date_on - 1
        when {{ instant }} >= {{ dates }}.ends_at then {{ dates }}.date_on + 1
        else {{ dates }}.date_on
    end
{%- endmacro -%}

{#- How many of the times have passed from an instant to as_of. -#}
{%- macro times_passed(instant, times) -%}
    {%- for seconds in times.values() -%}
        cast({{ instant }} <= {{ as_of() }} - interval '{{ seconds }} second' as integer)
        {{- " + " if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}

{#- A sum over the rows for which so many of the times have passed. -#}
{%- macro passed(figure, time_number) -%}
    cast(coalesce(
        sum({{ figure }}) filter (where measures.times_passed >= {{ time_number }}), 0
    ) as bigint)
{%- endmacro -%}

{#- The durations of a family in whole microseconds, under their own names. -#}
{%- macro duration_columns(durations) -%}
    {%- for duration in durations -%}
        {{ whole_microseconds('fact.' ~ duration.seconds) }} as {{ duration.name }}
        {{- ",\n" if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}

{#- Whether a row has one of the durations at all: turns without a reply and the like, of which nothing
    could be counted, then meet no other table. -#}
{%- macro has_duration(durations) -%}
    coalesce(
        {%- for duration in durations -%}
            fact.{{ duration.seconds }}{{ ", " if not loop.last }}
        {%- endfor -%}
    ) is not null
{%- endmacro -%}

{#- Whether a row belongs to a duration's cohort, and its seconds if it has finished. -#}
{%- macro cohort_columns(durations) -%}
    {%- for duration in durations -%}
        {{ duration.cohort }} as is_in_{{ duration.name }},
        case
            when {{ duration.cohort }} and {{ duration.finished }} then fact.{{ duration.seconds }}
        end as {{ duration.name }}
        {{- ",\n" if not loop.last }}
    {%- endfor -%}
{%- endmacro -%}

{#- What a day's rows of a family add up to, a struct for each of its durations. -#}
{%- macro daily_durations(durations) -%}
    {%- set structs = [] -%}
    {%- for duration in durations -%}
        {%- set milliseconds = whole_quotient(duration.name, 1000) -%}
        {%- do structs.append(struct_of('duration_sum', {
            'metric_id': "'" ~ duration.metric_id ~ "'",
            'clock': "'" ~ duration.clock ~ "'",
            'samples': 'count(' ~ duration.name ~ ')',
            'total_microseconds': 'cast(sum(' ~ duration.name ~ ') as ' ~ type_huge() ~ ')',
            'total_squared_milliseconds':
                'sum(cast(' ~ milliseconds ~ ' as ' ~ type_huge() ~ ') * (' ~ milliseconds ~ '))',
            'fastest_microseconds': 'min(' ~ duration.name ~ ')',
            'slowest_microseconds': 'max(' ~ duration.name ~ ')'
        })) -%}
    {%- endfor -%}
    {{ structs | join(', ') }}
{%- endmacro -%}

{#- The same of the cohorts of the shares within a time, from the columns of cohort_columns. -#}
{%- macro daily_cohorts(durations, times) -%}
    {%- set structs = [] -%}
    {%- for duration in durations -%}
        {%- set fields = {
            'metric_id': "'" ~ duration.metric_id ~ "'",
            'clock': "'" ~ duration.clock ~ "'",
            'cohort': 'sum(cast(is_in_' ~ duration.name ~ ' as integer))'
        } -%}
        {%- for time, seconds in times.items() -%}
            {%- do fields.update({
                'within_' ~ time: 'sum(cast(' ~ duration.name ~ ' <= ' ~ seconds ~ ' as integer))'
            }) -%}
        {%- endfor -%}
        {%- do structs.append(struct_of('cohort_sum', fields)) -%}
    {%- endfor -%}
    {{ structs | join(', ') }}
{%- endmacro -%}

{#- A family's durations in whole microseconds, a struct for each. -#}
{%- macro measured_durations(durations) -%}
    {%- set structs = [] -%}
    {%- for duration in durations -%}
        {%- do structs.append(struct_of('duration', {
            'metric_id': "'" ~ duration.metric_id ~ "'",
            'clock': "'" ~ duration.clock ~ "'",
            'duration_us': whole_microseconds('fact.' ~ duration.seconds)
        })) -%}
    {%- endfor -%}
    {{ structs | join(', ') }}
{%- endmacro -%}
