{#- A figure of mart_channel_metrics from counts: numerator n, denominator d (none for a count), and
    the rows behind it, which are the denominator's unless `of` says otherwise. -#}
{%- macro figure(metric_id, statistic, n, d=none, of=none) -%}
    {{ return(struct_of('count_figure', {
        'metric_id': "'" ~ metric_id ~ "'", 'statistic': "'" ~ statistic ~ "'",
        'n': n, 'd': d or 'null', 'of': of or d or n,
        'value': n ~ ' / ' ~ ('nullif(' ~ d ~ ', 0)' if d else 1)
    })) }}
{%- endmacro -%}

{#- What work and channels cost together; NULL where neither has a cost. -#}
{%- macro total_cost() -%}
    (
        coalesce(cost_millionths + fixed_cost_millionths, cost_millionths, fixed_cost_millionths)
        / 1000000
    )
{%- endmacro -%}

{#- The figures of mart_channel_metrics that come from counts (mart_channel_counts). -#}
{%- macro count_figures() -%}
    {{ figure('contacts_created', 'count', 'contacts') }},
    {{ figure('contacts_created', 'mean_per_day', 'contacts', 'calendar_days') }},
    {{ figure(
        'contacts_created', 'share_of_group',
        'case when channel is not null then contacts end', 'contacts_of_group'
    ) }},
    {{ figure('outbound_contacts', 'count', 'outbound_contacts', of='contacts') }},
    {{ figure('truncated_contacts', 'count', 'truncated_contacts', of='contacts') }},
    {{ figure('answered_share', 'share', 'answered_contacts', 'contacts') }},
    {{ figure('closed_share', 'share', 'closed_contacts', 'contacts_with_status') }},
    {{ figure('transfers_per_contact', 'mean', 'transfers', 'contacts_with_assignment') }},
    {{ figure(
        'transferred_share', 'share',
        'transferred_contacts', 'contacts_with_assignment'
    ) }},
    {{ figure(
        'escalated_share', 'share',
        'escalated_contacts', 'contacts_with_escalation_known'
    ) }},
    {{ figure(
        'failed_elsewhere_share', 'share',
        'contacts_failed_elsewhere', 'inbound_social_contacts'
    ) }},
    {{ figure(
        'in_business_hours_share', 'share',
        'contacts_in_business_hours', 'contacts_with_schedule'
    ) }},
    {{ figure('csat', 'share', 'csat_satisfied', 'csat_rated') }},
    {{ figure('csat', 'response_rate', 'csat_answered', 'csat_offered') }},
    {{ figure('nps', 'score', '100 * (nps_promoters - nps_detractors)', 'nps_rated') }},
    {{ figure('ces', 'mean_on_0_to_10', 'ces_millionths / 1000000', 'ces_rated') }},
    {{ figure('leads', 'count', 'leads') }},
    {{ figure('leads', 'mean_per_day', 'leads', 'calendar_days') }},
    {{ figure('lead_conversion', 'share', 'converted_leads', 'leads') }},
    {{ figure(
        'self_service_share', 'share',
        'article_sessions_without_ticket', 'article_sessions_with_known_end'
    ) }},
    {{ figure(
        'deflection_share', 'share', 'sessions_without_ticket', 'sessions_with_known_end'
    ) }},
    {{ figure('device_mix', 'share_desktop', 'desktop_sessions', 'sessions_with_device') }},
    {{ figure('device_mix', 'share_mobile', 'mobile_sessions', 'sessions_with_device') }},
    {{ figure('device_mix', 'share_tablet', 'tablet_sessions', 'sessions_with_device') }},
    {{ figure('cost_per_contact', 'mean', total_cost(), 'handled_contacts') }},
    {{ figure('resolved_in_period', 'count', 'resolutions') }},
    {{ figure('reopens', 'count', 'reopens') }},
    {{ figure('touches', 'mean', 'replies_to_resolved_contacts', 'resolved_contacts') }},
    {{ figure('touches', 'share_with_0', 'zero_touch_contacts', 'resolved_contacts') }},
    {{ figure('touches', 'share_with_1', 'one_touch_contacts', 'resolved_contacts') }},
    {{ figure('touches', 'share_with_2', 'two_touch_contacts', 'resolved_contacts') }},
    {{ figure(
        'touches', 'share_with_3_or_more',
        'three_or_more_touch_contacts', 'resolved_contacts'
    ) }},
    {{ figure('fcr_gross', 'share', 'fcr_gross_contacts', 'contacts_with_fcr_gross') }},
    {{ figure('fcr_net', 'share', 'fcr_net_contacts', 'contacts_with_fcr_net') }},
    {{ figure('messages_received', 'count', 'messages_received') }},
    {{ figure('replies_sent', 'count', 'replies_sent') }},
    {{ figure('unique_messages_replied', 'count', 'unique_messages_replied') }},
    {{ figure('response_rate', 'share', 'answered_turns', 'turns') }},
    {{ figure(
        'message_response_rate', 'share',
        'messages_in_answered_turns', 'messages_in_turns'
    ) }},
    {{ figure('backlog', 'mean', 'unresolved_contact_days', 'data_days') }},
    {{ figure('backlog', 'period_end', 'unresolved_contacts_at_end', of='data_days') }}
{%- endmacro -%}

{#- The figures of mart_channel_metrics that come from durations (mart_channel_durations). -#}
{%- macro duration_figures(times) -%}
    {%- set figures = [
        {
            'statistic': "'count'", 'n': 'cast(samples as double)', 'd': 'null',
            'of': 'samples', 'value': 'cast(samples as double)'
        },
        {
            'statistic': "'mean'", 'n': 'cast(total_microseconds as double) / 1000000',
            'd': 'cast(samples as double)', 'of': 'samples', 'value': 'mean_seconds'
        },
    ] -%}
    {%- for statistic in ['median', 'p90', 'fastest', 'slowest'] -%}
        {%- do figures.append({
            'statistic': "'" ~ statistic ~ "'", 'n': 'null', 'd': 'null',
            'of': 'samples', 'value': statistic ~ '_seconds'
        }) -%}
    {%- endfor -%}
    {%- for time in times -%}
        {%- do figures.append({
            'statistic': "'share_within_" ~ time ~ "'",
            'n': 'cast(within_' ~ time ~ ' as double)',
            'd': 'cast(cohort_' ~ time ~ ' as double)',
            'of': 'cohort_' ~ time,
            'value': 'within_' ~ time ~ ' / nullif(cohort_' ~ time ~ ', 0)'
        }) -%}
    {%- endfor -%}
    {%- set structs = [] -%}
    {%- for figure in figures -%} {%- do structs.append(struct_of('duration_figure', figure)) -%} {%- endfor -%}
    {{ structs | join(', ') }}
{%- endmacro -%}
