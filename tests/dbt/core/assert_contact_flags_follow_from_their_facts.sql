-- The flags of a contact are what its status, counts and merges say, in the dictionary's words.
with contacts as (
    select * from {{ tested(ref('fct_contacts')) }}
),

channels as (
    select * from {{ ref('dim_channels') }}
),

checked as (
    select
        contacts.contact_key,
        contacts.connection,
        contacts.ticket_id,
        concat_ws(
            '; ',
            case
                when contacts.is_resolved is distinct from contacts.status in ('solved', 'closed')
                    then 'is_resolved is not what the status says'
            end,
            case
                when contacts.status is null and contacts.reopens > 0
                    then 'reopened without a status'
            end,
            case
                when
                    contacts.is_bot_only
                    <> (contacts.bot_messages > 0 and contacts.human_replies = 0)
                    then 'is_bot_only is not what the counts say'
            end,
            case
                when
                    contacts.is_fcr_gross is distinct from
                    case
                        when contacts.status is not null
                            then
                                contacts.is_resolved
                                and contacts.human_replies = 1
                                and contacts.reopens = 0
                    end
                    then 'is_fcr_gross is not what status, replies and reopens say'
                when
                    (contacts.is_fcr_net and not contacts.is_fcr_gross)
                    or (not contacts.is_fcr_gross and contacts.is_fcr_net is null)
                    or (contacts.is_fcr_net and contacts.resolved_at is null)
                    then 'is_fcr_net does not follow from is_fcr_gross'
            end,
            case
                when
                    contacts.transfers_before_resolution > contacts.transfers
                    or contacts.is_transferred_before_resolution
                    is distinct from contacts.transfers_before_resolution > 0
                    then 'transfers before the resolution do not follow from transfers'
            end,
            case
                when
                    contacts.is_truncated and coalesce(
                        contacts.first_reply_at is not null
                        or contacts.first_reply_any_seconds is not null,
                        false
                    )
                    then 'a truncated contact has a first reply'
                when
                    not contacts.is_truncated
                    and (contacts.answered_turns > 0) <> (contacts.first_reply_at is not null)
                    then 'an answered turn without a first reply, or the other way round'
            end,
            case
                when
                    contacts.human_replies = 0
                    and coalesce(contacts.first_agent_key, contacts.last_agent_key) is not null
                    then 'an agent of a first or last reply, but no reply'
            end,
            case
                when
                    (contacts.failed_elsewhere is not null)
                    <> (contacts.channel_group = 'social' and not contacts.is_outbound)
                    then 'failed_elsewhere is for inbound social contacts'
            end,
            case
                when contacts.channel_group is distinct from channels.channel_group
                    then 'channel_group is not the group of the channel'
            end,
            case
                when contacts.status in ('deleted', 'spam') and contacts.exclusion_reason is null
                    then 'deleted or spam, but not excluded'
                when
                    contacts.merged_into_contact_key is not null
                    and contacts.exclusion_reason is null
                    then 'merged away, but not excluded'
                when
                    contacts.merged_into_contact_key is null
                    and contacts.exclusion_reason = 'merged'
                    then 'excluded as merged, but not merged away'
            end,
            case
                when
                    contacts.merged_into_contact_key is not null and (
                        contacts.inbound_messages + contacts.human_replies + contacts.bot_messages
                        + contacts.internal_notes + contacts.other_messages > 0
                        or contacts.handle_seconds is not null
                    )
                    then 'merged away, but its messages or work sessions are not the survivor''s'
            end
        ) as failures
    from contacts
    left join channels on contacts.channel = channels.channel
)

select * from checked where failures <> ''
