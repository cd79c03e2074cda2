-- Durations are what their instants say, none is negative, open time is part of calendar time,
-- time in states fits into the contact's age, and what is NULL is so for the reason that its
-- column names.
{%- set clocked = [
    'first_reply', 'first_resolution', 'full_resolution', 'requester_wait', 'agent_wait', 'on_hold',
    'agent_work',
] %}
{%- set plain = ['first_reply_any', 'unassigned', 'handle', 'wrap_up'] %}

with contacts as (
    select
        *,
        case when is_outbound then first_customer_message_at else created_at end as reply_clock_at,
        (epoch_us({{ as_of() }}) - epoch_us(created_at)) / 1000000 as age_seconds
    from {{ tested(ref('fct_contacts')) }}
),

checked as (
    select
        contact_key,
        connection,
        ticket_id,
        concat_ws(
            '; ',
            case
                when
                    first_reply_seconds is distinct from
                    case
                        when first_reply_at < reply_clock_at then 0
                        else (epoch_us(first_reply_at) - epoch_us(reply_clock_at)) / 1000000
                    end
                    then 'first_reply_seconds is not first_reply_at less the start of its clock'
            end,
            case
                when
                    first_resolution_seconds is distinct from
                    case
                        when first_resolved_at < created_at then 0
                        else (epoch_us(first_resolved_at) - epoch_us(created_at)) / 1000000
                    end
                    then 'first_resolution_seconds is not first_resolved_at less created_at'
            end,
            case
                when
                    full_resolution_seconds is distinct from
                    case
                        when resolved_at < created_at then 0
                        else (epoch_us(resolved_at) - epoch_us(created_at)) / 1000000
                    end
                    then 'full_resolution_seconds is not resolved_at less created_at'
            end,
            case
                when
                    not has_clock_skew and (
                        first_reply_at < reply_clock_at
                        or first_resolved_at < created_at
                        or resolved_at < created_at
                    )
                    then 'an instant lies before its start, but has_clock_skew is false'
            end,
            {%- for name in clocked %}
                case
                    when {{ name }}_seconds < 0 or {{ name }}_business_seconds < 0
                        then '{{ name }}: negative'
                    when {{ name }}_business_seconds > {{ name }}_seconds
                        then '{{ name }}: more open time than calendar time'
                    when
                        ({{ name }}_business_seconds is null)
                        <> ({{ name }}_seconds is null or created_in_business_hours is null)
                        then '{{ name }}: open time is known without a schedule, or missing'
                end,
            {%- endfor %}
            {%- for name in plain %}
                case when {{ name }}_seconds < 0 then '{{ name }}: negative' end,
            {%- endfor %}
            case
                when
                    round(1000000 * requester_wait_seconds)
                    <> round(1000000 * on_hold_seconds) + round(1000000 * agent_work_seconds)
                    then 'requester_wait_seconds is not on_hold_seconds plus agent_work_seconds'
            end,
            case
                when requester_wait_seconds + agent_wait_seconds > age_seconds + 0.000001
                    then 'more time in states than the contact is old'
            end,
            case
                when unassigned_seconds > age_seconds + 0.000001
                    then 'unassigned for longer than the contact is old'
            end,
            case
                when
                    (requester_wait_seconds is null) <> (agent_wait_seconds is null)
                    or (requester_wait_seconds is null and unassigned_seconds is not null)
                    then 'some times in states are known, but not all'
            end,
            case
                when first_resolution_seconds > full_resolution_seconds
                    then 'the first resolution lies after the last'
            end,
            case
                when
                    first_reply_any_seconds > first_reply_seconds
                    or (first_reply_any_seconds is null and first_reply_seconds is not null)
                    then 'first_reply_any_seconds leaves out the human reply'
            end,
            case
                when
                    wrap_up_seconds > handle_seconds
                    or (wrap_up_seconds is null) <> (handle_seconds is null)
                    or (last_work_session_ended_at is null) <> (handle_seconds is null)
                    then 'work sessions give some of their columns, but not all'
            end
        ) as failures
    from contacts
)

select * from checked where failures <> ''
