"""How near a simulated figure has to come to the published one."""

from math import sqrt

import duckdb


def one_row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, ...]:
    row = connection.execute(sql).fetchone()
    assert row
    return row


def assert_share(met: float, of: float, published: float) -> None:
    """The share lies within four standard errors and half a per cent."""
    tolerance = 4 * sqrt(published * (1 - published) / of) + 0.005
    assert abs(met / of - published) < tolerance, (met / of, published, tolerance)
