"""The `adapter` of dbt for sqlfluff's templater: every macro speaks DuckDB."""

from collections.abc import Callable
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, name: str) -> Callable[..., Any]:
    """Return DuckDB's implementation of a macro, else the default one."""
    macro = context.resolve(f"duckdb__{name}")
    return context.resolve(f"default__{name}") if isinstance(macro, Undefined) else macro
