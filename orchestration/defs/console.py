"""What a person at a terminal sees of a run."""

import logging
import sys

import dagster as dg

# What Dagster says under a step's name about the steps after a failed one. They follow from the
# failure, and the command's last lines tell that.
CONSEQUENCES = ("Dependencies for step ", " did not yield or return expected outputs ")


class _Said(logging.Filter):
    """Lets through what steps say; Dagster's own events, with their stack traces, are in the UI."""

    def filter(self, record: logging.LogRecord) -> bool:
        meta = getattr(record, "dagster_meta", {})
        said = meta.get("orig_message", record.getMessage())
        if meta.get("dagster_event") or any(words in said for words in CONSEQUENCES):
            return False
        record.step = meta.get("step_key") or "run"
        record.said = said
        return True


@dg.logger({}, "One line for each thing that a step has to say, on standard error.")
def console(_context: dg.InitLoggerContext) -> logging.Logger:
    """Return the logger that takes the place of Dagster's console logger."""
    logger = logging.getLogger("supportmart")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Said())
    handler.setFormatter(logging.Formatter("%(asctime)s %(step)s: %(said)s", "%H:%M:%S"))
    logger.handlers = [handler]
    return logger


@dg.definitions
def loggers() -> dg.Definitions:
    """Return the console logger for every run."""
    return dg.Definitions(loggers={"console": console})
