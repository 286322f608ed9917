"""SQLite or PostgreSQL: what each needs so that several processes may write at once."""

import sqlite3
import time

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError, TimeoutError

SECONDS_TO_WAIT = 10  # for another process to finish writing, or for PostgreSQL to answer; a save takes milliseconds
# A network that is gone is found out in that time too. Poolers in front of a host's database mix up what is prepared.
POSTGRES = {
    "connect_timeout": SECONDS_TO_WAIT,
    "keepalives_idle": SECONDS_TO_WAIT,
    "tcp_user_timeout": 1000 * SECONDS_TO_WAIT,
    "prepare_threshold": None,
}
CONNECTIONS = 4  # of one process with PostgreSQL
DISK_FULL, READ_ONLY, NOT_ALLOWED = "53100", "25006", "42501"  # PostgreSQL's codes


def open_engine(url: URL) -> Engine:
    """An engine for this database; nothing is connected yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url)
        event.listen(engine, "connect", _set_pragmas)
        return engine
    # Hosts restart their databases: a connection that died meanwhile is found out before it is used. Few for many
    # threads, as each needs one for milliseconds, and small databases have twenty for all processes.
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=SECONDS_TO_WAIT,
        connect_args=POSTGRES,
    )


def wait_for_others(connection: Connection, what: str) -> None:
    """Begin a change that rests on what is there now: nobody else may change it between our look and our writing.

    what: two changes of the same wait for each other. In SQLite all do
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text(f"SET LOCAL lock_timeout = '{SECONDS_TO_WAIT}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})


def ensure_writable(connection: Connection, table: str) -> None:
    """Raise where nothing can be written. table: one that there is"""
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE 1 = 0")
    connection.rollback()


def empty_log(engine: Engine) -> bool:
    """Leave nothing of what was deleted in SQLite's write-ahead log, which holds it from when it was saved. PostgreSQL
    clears away by itself.

    returns: whether that is so; not where somebody is still reading what was there before, or there is no room
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        # Whoever waits for an answer does not wait for readers too.
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        try:
            is_busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        except OperationalError:  # what was to be done is done; a full disk keeps it in the log as well
            is_busy = True
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {SECONDS_TO_WAIT * 1000}")
        return not is_busy


def is_full(error: SQLAlchemyError) -> bool:
    """Whether the database had no room."""
    cause = getattr(error, "orig", None)
    # The second is what SQLite says where a quota is used up.
    if getattr(cause, "sqlite_errorcode", None) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE):
        return True
    return getattr(cause, "sqlstate", None) == DISK_FULL


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Whether the database, or the way to it, is to blame: else a mistake of the app is."""
    return isinstance(error, OperationalError | TimeoutError) or is_full(error) or is_read_only(error)


def is_read_only(error: SQLAlchemyError) -> bool:
    """Whether the database may only be read."""
    cause = getattr(error, "orig", None)
    # The lowest byte: more of it says why.
    if (getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF == sqlite3.SQLITE_READONLY:
        return True
    return getattr(cause, "sqlstate", None) in (READ_ONLY, NOT_ALLOWED)


def reason_of(error: SQLAlchemyError) -> str:
    """What the database says, in one line."""
    cause = getattr(error, "orig", None) or error
    # PostgreSQL itself: what else it says shows the place in the statement.
    if (said := getattr(getattr(cause, "diag", None), "message_primary", None)) is not None:
        return said
    lines = [line for line in str(cause).splitlines() if line.strip()]
    # Where it was not reached psycopg's last line has the reason, and behind it, indented, what may be its cause.
    last = lines[-2:] if lines and lines[-1].startswith("\t") else lines[-1:]
    return ": ".join(line.strip(" \t.-") for line in last) or type(error).__name__


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
