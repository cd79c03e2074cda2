-- An alias is looked up by source type and trimmed lower-case value: a row in another form is never
-- found, and two rows of one key would double every ticket they match.
select
    source_type,
    raw_value
from {{ ref('channel_aliases') }}
group by source_type, raw_value
having count(*) > 1 or raw_value <> lower(trim(raw_value))
