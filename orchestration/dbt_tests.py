"""What dbt's data tests expect, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def describe_test(node: Mapping[str, Any]) -> str:
    """Return what a test's node in the manifest expects; a query of ours says it in its comment."""
    metadata = node.get("test_metadata")
    if not metadata:
        comment = _first_comment(node.get("raw_code", ""))
        return comment or str(node["name"]).removeprefix("assert_").replace("_", " ")
    arguments = metadata["kwargs"]
    column = arguments.get("column_name")
    match metadata["name"]:
        case "unique":
            return f"No two rows have the same {column}."
        case "not_null":
            return f"{column} is never NULL."
        case "one_row_per":
            mandatory = ", ".join([*arguments["key"], *arguments.get("never_null", [])])
            return f"One row per {', '.join(arguments['key'])}; never NULL: {mandatory}."
        case "never_null":
            return f"Never NULL: {', '.join(arguments['columns'])}."
        case "accepted_values":
            return f"{column} is one of {', '.join(map(str, arguments['values']))}, or NULL."
        case "relationships":
            table = arguments["to"].removeprefix("ref('").removesuffix("')")
            return f"Every {column} is in {table}.{arguments['field']}, or NULL."
        case name:
            return str(name).replace("_", " ")


def _first_comment(sql: str) -> str:
    lines = []
    for line in sql.strip().splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)
