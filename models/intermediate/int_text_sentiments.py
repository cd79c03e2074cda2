"""Scores the texts that the installed versions of the libraries have not scored yet."""

import os

from orchestration.sentiment import BATCH, SCORER, score_texts

# The macro stable_key of a text, which Python models cannot call.
TEXT_KEY = "cast(md5(concat(cast(length(text) as varchar), ':', text)) as uuid)"


def model(dbt, session):
    """Return a row for each distinct text that is new, or was scored by other versions."""
    dbt.config(materialized="incremental", unique_key="text_key")
    # Keys stay uuids on their way through Arrow.
    session.execute("set arrow_lossless_conversion = true")
    not_scored = "true"
    if dbt.is_incremental:
        not_scored = f"text_key not in (select text_key from {dbt.this} where scorer = '{SCORER}')"
    messages = dbt.ref("int_messages_unioned")
    if os.environ.get("SUPPORTMART_SINCE_LOAD"):
        # Bodies that came before every text without a score are not read.
        new_texts = dbt.ref("int_messages").filter(not_scored)
        ((oldest,),) = new_texts.aggregate("min(load_id)").fetchall()
        messages = messages.filter("false" if oldest is None else f"load_id >= {oldest}")
        messages = messages.join(dbt.ref("int_scope"), "connection, ticket_id", how="semi")
    # Each text once, before its key is asked for: many messages say the same.
    texts = (
        messages.filter("text is not null")
        .project("text")
        .distinct()
        .project(f"{TEXT_KEY} as text_key, text")
    )
    return score_texts(texts.filter(not_scored).to_arrow_reader(BATCH))
