"""Publication: a serving database without private data, swapped in whole."""

from orchestration.publication.columns import SCHEMAS, PublicTable, public_tables
from orchestration.publication.publish import PublicationError, publish

__all__ = ["SCHEMAS", "PublicTable", "PublicationError", "public_tables", "publish"]
