{#- The instants of every fact by whose days marts count, so that the days are known that a changed
    contact touches. A portal session asks for contacts of the 24 hours after it, which pass over a day
    of 23 hours: one of the instants between lies on it. -#}
{%- macro fact_instants() -%}
    {{ return({
        'fct_contacts': [
            'created_at', "created_at - interval '12 hour'", "created_at - interval '24 hour'",
            'first_customer_message_at', 'first_reply_at', 'first_resolved_at', 'resolved_at', 'last_work_session_ended_at',
        ],
        'fct_turns': ['started_at', 'answered_at'],
        'fct_messages': ['sent_at'],
        'fct_inbound_messages': ['first_action_at'],
        'fct_resolutions': ['resolved_at', 'reopened_at'],
        'fct_transfers': ['transferred_at'],
        'fct_calls': ['queued_at', 'answered_at', 'abandoned_at'],
        'fct_chat_sessions': ['started_at', 'handed_over_at', 'accepted_at', 'ended_at'],
        'fct_surveys': ['offered_at', 'responded_at'],
        'fct_work_sessions': ['started_at', 'ended_at'],
        'fct_sla': ['started_at', 'achieved_at', 'due_at'],
        'fct_leads': ['captured_at', 'converted_at'],
        'fct_tasks': ['assigned_at', 'completed_at', 'cancelled_at'],
    }) }}
{%- endmacro -%}

{#- What can turn out otherwise for a contact of which nothing has changed: durations that still run
    are of no period until they end. -#}
{%- macro results_of_others(contact) -%}
    concat(
        coalesce(cast({{ contact }}.is_fcr_net as varchar), ''), '|',
        coalesce(cast({{ contact }}.failed_elsewhere as varchar), '')
    )
{%- endmacro -%}

{%- macro results_of_service_level(promise) -%}
    concat(
        cast({{ promise }}.sla_key as varchar), '|', coalesce({{ promise }}.state, ''), '|',
        cast({{ promise }}.is_unfulfilled as varchar)
    )
{%- endmacro -%}
