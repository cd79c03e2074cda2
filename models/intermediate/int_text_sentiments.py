"""Scores the texts that the installed versions of the libraries have not scored yet."""

from orchestration.sentiment import BATCH, SCORER, score_texts


def model(dbt, session):
    """Return a row for each distinct text that is new, or was scored by other versions."""
    dbt.config(materialized="incremental", unique_key="text_key")
    # Keys stay uuids on their way through Arrow.
    session.execute("set arrow_lossless_conversion = true")
    texts = dbt.ref("int_messages_unioned").filter("text is not null")
    if dbt.is_incremental:
        texts = texts.filter(
            f"text_key not in (select text_key from {dbt.this} where scorer = '{SCORER}')"
        )
    new = texts.project("text_key, text").distinct()
    return score_texts(new.to_arrow_reader(BATCH))
