{#- The word for a sentiment from -1 to 1, after VADER's authors; `unsupported` where a text was looked
    at (by `scorer`) without a score. -#}
{%- macro sentiment_of(score, scorer) -%}
    case
        when {{ score }} >= 0.05 then 'positive'
        when {{ score }} <= -0.05 then 'negative'
        when {{ score }} is not null then 'neutral'
        when {{ scorer }} is not null then 'unsupported'
    end
{%- endmacro -%}
