"""The tables in which the loader keeps its books, with what each column means."""

from __future__ import annotations

import duckdb

NAMES = (
    "row_ledger",
    "rejected_rows",
    "load_messages",
    "sync_state",
    "settled_loads",
    "connection_channels",
)

# reason and message are published: neither ever holds a value that could be personal.
# No `check`: a process that is killed after a comment on such a table leaves a log that the engine
# cannot read again, and with it the whole file. That rows add up is looked at by the first gate.
TABLES = """
create schema if not exists quality;

create table if not exists quality.row_ledger (
    connection varchar not null,
    table_name varchar not null,
    source_file varchar not null,
    load_id bigint not null,
    rows_read bigint not null,
    rows_loaded bigint not null,
    rows_rejected bigint not null,
    source_type varchar not null,
    run_id varchar not null,
    content_hash varchar,
    file_size_bytes bigint,
    modified_at timestamp,
    loaded_at timestamp not null
);
comment on table quality.row_ledger is
    'One row per file, or replicated table, and load: every row read was loaded or rejected.';
comment on column quality.row_ledger.connection is 'The help desk, by its landing folder.';
comment on column quality.row_ledger.table_name is 'The raw table.';
comment on column quality.row_ledger.source_file is
    'The path below the connection''s folder or location, or schema and table of a replica.';
comment on column quality.row_ledger.load_id is 'The load, counted upwards; as in the raw tables.';
comment on column quality.row_ledger.rows_read is 'Data rows found; of a replica, the new ones.';
comment on column quality.row_ledger.rows_loaded is 'Rows of them in the raw table.';
comment on column quality.row_ledger.rows_rejected is 'Rows of them in quality.rejected_rows.';
comment on column quality.row_ledger.source_type is 'The type in connection.yml.';
comment on column quality.row_ledger.run_id is 'The run, as in quality.runs.';
comment on column quality.row_ledger.content_hash is
    'Tells the file''s contents apart, each being loaded once; NULL for a replicated table.';
comment on column quality.row_ledger.file_size_bytes is
    'Size of the file; NULL for a replicated table.';
comment on column quality.row_ledger.modified_at is
    'When the file was last written (UTC); NULL for a replicated table.';
comment on column quality.row_ledger.loaded_at is 'When the load began (UTC).';

create table if not exists quality.rejected_rows (
    connection varchar not null,
    table_name varchar not null,
    source_file varchar not null,
    row_number bigint not null,
    reason_code varchar not null,
    reason varchar not null,
    raw_row varchar,
    load_id bigint not null,
    superseded_by_load_id bigint
);
comment on table quality.rejected_rows is
    'One row per landing row that could not be loaded, with its place and the reason.';
comment on column quality.rejected_rows.connection is 'The help desk, by its landing folder.';
comment on column quality.rejected_rows.table_name is 'The raw table it was meant for.';
comment on column quality.rejected_rows.source_file is 'The file, as in quality.row_ledger.';
comment on column quality.rejected_rows.row_number is
    'Its place among the data rows of the file, from 1 on; the header and blank lines are no rows.';
comment on column quality.rejected_rows.reason_code is 'The kind of fault, one word for all alike.';
comment on column quality.rejected_rows.reason is 'What is wrong and how to mend it.';
comment on column quality.rejected_rows.raw_row is
    'The row as JSON of the contract''s columns, or the line where it could not be taken apart; '
    'private, NULL after an erasure.';
comment on column quality.rejected_rows.load_id is 'The load, as in quality.row_ledger.';
comment on column quality.rejected_rows.superseded_by_load_id is
    'The load in which the same file came with new content, where the row was mended, is rejected '
    'again or is missing; NULL while the file is as it was.';

create table if not exists quality.load_messages (
    run_id varchar not null,
    load_id bigint not null,
    connection varchar not null,
    table_name varchar,
    source_file varchar,
    severity varchar not null,
    code varchar not null,
    message varchar not null,
    "rows" bigint,
    recorded_at timestamp not null
);
comment on table quality.load_messages is
    'One row per message of a load: an error left something out, a notice did not.';
comment on column quality.load_messages.run_id is 'The run, as in quality.runs.';
comment on column quality.load_messages.load_id is 'The load, as in quality.row_ledger.';
comment on column quality.load_messages.connection is
    'The help desk; empty for a message about the landing folder itself.';
comment on column quality.load_messages.table_name is
    'The raw table; NULL for a message about the whole connection.';
comment on column quality.load_messages.source_file is
    'The file; NULL for a message about the connection or several files.';
comment on column quality.load_messages.severity is 'error or notice.';
comment on column quality.load_messages.code is 'The kind of message, one word for all alike.';
comment on column quality.load_messages.message is 'What is the matter and how to mend it.';
comment on column quality.load_messages."rows" is
    'Rows that it is about; NULL where it is not about rows.';
comment on column quality.load_messages.recorded_at is 'When the load began (UTC).';

create table if not exists quality.sync_state (
    connection varchar not null,
    table_name varchar not null,
    synced_until timestamp not null
);
comment on table quality.sync_state is
    'One row per replicated table: until when its rows were read.';
comment on column quality.sync_state.connection is 'The help desk, by its landing folder.';
comment on column quality.sync_state.table_name is 'The replicated table.';
comment on column quality.sync_state.synced_until is
    'The newest sync instant that was read (UTC), never later than the load itself.';

create table if not exists quality.settled_loads (
    connection varchar not null,
    load_id bigint not null
);
comment on table quality.settled_loads is
    'One row per connection and load whose rows are settled: which version of each key is read.';
comment on column quality.settled_loads.connection is 'The help desk, by its landing folder.';
comment on column quality.settled_loads.load_id is 'The load.';

create table if not exists quality.connection_channels (
    connection varchar not null,
    raw_value varchar not null,
    channel varchar not null
);
comment on table quality.connection_channels is
    'One row per word for a channel that a connection.yml maps, as it was last read.';
comment on column quality.connection_channels.connection is
    'The help desk, by its landing folder.';
comment on column quality.connection_channels.raw_value is 'The word, as it stands there.';
comment on column quality.connection_channels.channel is 'The channel that it means.';
"""


# The columns that the loads fill; a file that comes anew fills the other.
REJECTED = (
    "quality.rejected_rows "
    "(connection, table_name, source_file, row_number, reason_code, reason, raw_row, load_id)"
)


def create_books(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the books that are missing, and the column that books of before do not have."""
    rejected = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database() "
        "and schema_name = 'quality' and table_name = 'rejected_rows'"
    ).fetchall()
    if rejected and ("superseded_by_load_id",) not in rejected:
        connection.execute("alter table quality.rejected_rows add superseded_by_load_id bigint")
        connection.execute(TABLES)
    rows = connection.execute(
        "select count(*) from duckdb_tables() where database_name = current_database() "
        "and schema_name = 'quality' and table_name in ?",
        [list(NAMES)],
    ).fetchall()
    if rows[0][0] < len(NAMES):
        connection.execute(TABLES)


def known_connections(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the connections of which something has been loaded."""
    try:
        rows = connection.execute("select distinct connection from quality.row_ledger order by 1")
    except duckdb.CatalogException:
        return []
    return [name for (name,) in rows.fetchall()]
