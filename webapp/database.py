"""SQLite or PostgreSQL: what each needs so that several processes may write at once."""

import sqlite3
import time

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

SECONDS_TO_WAIT = 10  # for another process to finish writing, or for PostgreSQL to answer; a save takes milliseconds
# A network that is gone is found out in that time too. Poolers in front of a host's database mix up what is prepared.
POSTGRES = {
    "connect_timeout": SECONDS_TO_WAIT,
    "keepalives_idle": SECONDS_TO_WAIT,
    "tcp_user_timeout": 1000 * SECONDS_TO_WAIT,
    "prepare_threshold": None,
}
DISK_FULL = "53100"  # PostgreSQL's code


def open_engine(url: URL) -> Engine:
    """An engine for this database; nothing is connected yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url)
        event.listen(engine, "connect", _set_pragmas)
        return engine
    # Hosts restart their databases: a connection that died meanwhile is found out before it is used.
    return create_engine(url, pool_pre_ping=True, connect_args=POSTGRES)


def wait_for_others(connection: Connection, what: str) -> None:
    """Begin a change that rests on what is there now: nobody else may change it between our look and our writing.

    what: two changes of the same wait for each other. In SQLite all do
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text(f"SET LOCAL lock_timeout = '{SECONDS_TO_WAIT}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})


def empty_log(engine: Engine) -> bool:
    """Leave nothing of what was deleted in SQLite's write-ahead log, which holds it from when it was saved. PostgreSQL
    clears away by itself.

    returns: whether that is so; not where somebody is still reading what was there before
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        # Whoever waits for an answer does not wait for readers too.
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        try:
            is_busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {SECONDS_TO_WAIT * 1000}")
        return not is_busy


def is_full(error: SQLAlchemyError) -> bool:
    """Whether the database had no room."""
    cause = getattr(error, "orig", None)
    if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return True
    return getattr(cause, "sqlstate", None) == DISK_FULL


def _set_pragmas(connection: sqlite3.Connection, _record) -> None:
    connection.execute(f"PRAGMA busy_timeout = {SECONDS_TO_WAIT * 1000}")
    _write_ahead(connection)
    # In write-ahead mode readers do not wait for the writer; with it, NORMAL is safe against everything but a
    # power cut, which loses the last readings and never the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    # What is deleted is overwritten, not only forgotten: the person was told that the image is gone.
    connection.execute("PRAGMA secure_delete = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead mode; where another worker is just switching, SQLite fails at once instead of waiting."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
