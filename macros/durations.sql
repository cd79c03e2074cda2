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
    {%- set has_clock = 'created_in_business_hours is not null' -%}
    {{ return([
        {
            'name': 'first_replies', 'fact': 'fct_contacts', 'population': inbound,
            'dated_by': 'created_at', 'started_at': 'created_at',
            'durations': [
                duration('first_reply', 'calendar', 'first_reply_seconds', inbound),
                duration('first_reply', 'business', 'first_reply_business_seconds', inbound ~ ' and ' ~ has_clock),
                duration('first_reply_any', 'calendar', 'first_reply_any_seconds', inbound),
            ],
        },
        {
            'name': 'reply_waits', 'fact': 'fct_turns', 'population': 'true',
            'dated_by': 'started_at', 'started_at': 'started_at',
            'durations': [
                duration('reply_time', 'calendar', 'reply_seconds', 'true'),
                duration('reply_time', 'business', 'reply_business_seconds', 'started_in_business_hours is not null'),
            ],
        },
        {
            'name': 'first_resolutions', 'fact': 'fct_contacts', 'population': 'true',
            'dated_by': 'first_resolved_at', 'started_at': 'created_at',
            'durations': [
                duration('first_resolution', 'calendar', 'first_resolution_seconds', dated),
                duration('first_resolution', 'business', 'first_resolution_business_seconds', dated ~ ' and ' ~ has_clock),
            ],
        },
        {
            'name': 'resolved_contacts', 'fact': 'fct_contacts', 'population': 'is_resolved',
            'dated_by': 'resolved_at', 'started_at': 'created_at',
            'durations': [
                duration('full_resolution', 'calendar', 'full_resolution_seconds', dated),
                duration('full_resolution', 'business', 'full_resolution_business_seconds', dated ~ ' and ' ~ has_clock),
                duration('requester_wait', 'calendar', 'requester_wait_seconds', none, 'is_resolved'),
                duration('requester_wait', 'business', 'requester_wait_business_seconds', none, 'is_resolved'),
                duration('agent_wait', 'calendar', 'agent_wait_seconds', none, 'is_resolved'),
                duration('agent_wait', 'business', 'agent_wait_business_seconds', none, 'is_resolved'),
                duration('on_hold', 'calendar', 'on_hold_seconds', none, 'is_resolved'),
                duration('on_hold', 'business', 'on_hold_business_seconds', none, 'is_resolved'),
                duration('agent_work', 'calendar', 'agent_work_seconds', none, 'is_resolved'),
                duration('agent_work', 'business', 'agent_work_business_seconds', none, 'is_resolved'),
                duration('unassigned', 'calendar', 'unassigned_seconds', none, 'is_resolved'),
            ],
        },
        {
            'name': 'worked_contacts', 'fact': 'fct_contacts', 'population': 'true',
            'dated_by': 'last_work_session_ended_at', 'started_at': 'created_at',
            'durations': [
                duration('handle', 'calendar', 'handle_seconds', none),
                duration('wrap_up', 'calendar', 'wrap_up_seconds', none),
            ],
        },
    ]) }}
{%- endmacro -%}

{#- One duration of the list. Without a cohort of its own it is known wherever it is not NULL. -#}
{%- macro duration(metric_id, clock, seconds, cohort, finished='true') -%}
    {{ return({
        'metric_id': metric_id,
        'clock': clock,
        'seconds': seconds,
        'name': metric_id ~ '_' ~ clock,
        'cohort': cohort or seconds ~ ' is not null',
        'finished': finished,
    }) }}
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
