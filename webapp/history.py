"""The readings that were kept: save, find, list, change, delete. Everything is asked for by its owner."""

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy import (
    JSON,
    URL,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    delete,
    false,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from webapp.database import empty_log, ensure_writable, is_full, open_engine, wait_for_others

ID = "[0-9a-f]{38}"
# Readings; half a millisecond each, and some MB where they are of documents.
LOOKED_THROUGH_AT_ONCE, MOST_LOOKED_THROUGH = 20, 500
FORGOTTEN_AT_ONCE = 20  # readings: more than come meanwhile, few enough to be gone in a second
LONGEST_START = 20.0  # seconds for what is old at the start: a host that waits longer stops the app

_metadata = MetaData()
# The bytes stand last: SQLite then answers a list without walking over them.
_readings = Table(
    "readings",
    _metadata,
    Column("id", String(38), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("source", String(16), nullable=False),
    Column("layout", String(16), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("content_type", String(64), nullable=False),
    Column("thumbnail", LargeBinary, nullable=False),
    Column("image", LargeBinary, nullable=False),
)
# The keys that browsers gave the images that they sent: of each one the newest version, and the reading that it gave.
_sent = Table(
    "sent",
    _metadata,
    Column("owner", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("reading_id", String(38), nullable=False),
)
_newest_of_owner = Index("readings_newest_of_owner", _readings.c.owner, _readings.c.id)


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading as it is kept, with the image that it was read from."""

    id: str
    owner: str
    created_at: datetime
    source: str
    layout: str
    payload: dict
    content_type: str
    thumbnail: bytes
    image: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """An image as a browser speaks of it: the same key and version again is the same image again."""

    key: str
    version: int = 0
    """A newer version takes the place of an older one: a drawing that has grown."""


class Overtaken(Exception):
    """A newer version of the image has been read already."""


def new_id(created_at: datetime) -> str:
    """Make an id that sorts by time and cannot be guessed: 14 hex digits of microseconds, 24 of chance."""
    # Pages are cut by id alone, so "older than this one" still has an answer after this one was deleted.
    return f"{_time_in_id(created_at)}{secrets.token_hex(12)}"


class History:
    """The readings in one database."""

    def __init__(self, url: URL, keep_days: int = 0):
        """keep_days: what is older is shown to nobody, and goes with the next readings that are saved; 0: nothing is"""
        self._engine, self._keep = open_engine(url), timedelta(days=keep_days)
        self._log_holds_deleted = False
        try:
            self._make_tables()
            self.check()
            self._forget_all_old()
        except SQLAlchemyError:
            self.close()
            raise

    def _make_tables(self) -> None:
        # Not create_all: it looks first and creates then, and two workers that start at once both find nothing.
        with self._writing("the tables") as connection:
            for table in (_readings, _sent):
                connection.execute(CreateTable(table, if_not_exists=True))
            connection.execute(CreateIndex(_newest_of_owner, if_not_exists=True))

    def save(
        self, reading: StoredReading, sent: Sent | None = None, stays: Callable[[dict], bool] = lambda payload: True
    ) -> dict:
        """Keep a reading, whole or not at all, and give the payload that is kept: where the same image has come twice,
        the first one's. The reading of an older version of it goes in the same moment.

        stays: whether a reading of this payload does not go
        raises: Overtaken
        """
        self.forget_old()
        with self._writing(reading.owner) as connection:
            older = sent and self._older(connection, reading.owner, sent)
            if older and older.version == sent.version:
                return older.payload
            is_replaced = bool(older) and not stays(older.payload)
            if is_replaced:
                connection.execute(delete(_readings).where(*self._is(reading.owner, older.id)))
            connection.execute(insert(_readings).values(asdict(reading)))
            if sent:
                connection.execute(delete(_sent).where(*_is_sent(reading.owner, sent.key)))
                row = {"owner": reading.owner, "key": sent.key, "version": sent.version, "reading_id": reading.id}
                connection.execute(insert(_sent).values(row))
        if is_replaced or self._log_holds_deleted:
            self._empty_log()
        return reading.payload

    def kept(self, owner: str | None, sent: Sent) -> dict | None:
        """The payload of the reading that this image gave, where it has come before.

        raises: Overtaken
        """
        with self._engine.connect() as connection:
            older = self._older(connection, owner, sent)
            return older.payload if older and older.version == sent.version else None

    def find(self, owner: str | None, reading_id: str) -> dict | None:
        """The payload of one reading of this owner."""
        row = self._row(owner, reading_id, _readings.c.payload)
        return row and row.payload

    def image(self, owner: str | None, reading_id: str) -> tuple[bytes, str] | None:
        """The image as it was sent, and its content type."""
        row = self._row(owner, reading_id, _readings.c.image, _readings.c.content_type)
        return row and (row.image, row.content_type)

    def content_type(self, owner: str | None, reading_id: str) -> str | None:
        """Of the image as it was sent."""
        row = self._row(owner, reading_id, _readings.c.content_type)
        return row and row.content_type

    def thumbnail(self, owner: str | None, reading_id: str) -> bytes | None:
        """The small picture of one reading of this owner."""
        row = self._row(owner, reading_id, _readings.c.thumbnail)
        return row and row.thumbnail

    def page(
        self, owner: str | None, limit: int, before: str | None = None, wanted: Callable[[dict], bool] | None = None
    ) -> tuple[list[Row], str | None]:
        """Id and payload of at most `limit` readings of this owner, newest first, all older than `before`; and the id
        before which the next ones are, None where there are no more.

        wanted: whether one with this payload is. Then there may be fewer though there are more: nobody waits till
            thousands are looked through
        """
        at_once = limit + 1 if wanted is None else LOOKED_THROUGH_AT_ONCE
        found: list[Row] = []
        looked_through = 0
        while looked_through < MOST_LOOKED_THROUGH:
            rows = self._older_than(owner, at_once, before)
            for row in rows:
                if wanted is not None and not wanted(row.payload):
                    continue
                if len(found) == limit:
                    return found, found[-1].id
                found.append(row)
            if len(rows) < at_once:
                return found, None
            before, looked_through = rows[-1].id, looked_through + len(rows)
        return found, before

    def _older_than(self, owner: str | None, limit: int, before: str | None) -> Sequence[Row]:
        wanted = select(_readings.c.id, _readings.c.payload)
        wanted = wanted.where(_readings.c.owner == owner, _readings.c.id >= self._oldest())
        if before is not None:
            wanted = wanted.where(_readings.c.id < before)
        with self._engine.connect() as connection:
            return connection.execute(wanted.order_by(_readings.c.id.desc()).limit(limit)).all()

    def change(self, owner: str | None, reading_id: str, change: Callable[[dict], dict]) -> dict | None:
        """Replace the payload of a reading by change(payload) and give that; None where this owner has none such."""
        with self._writing(owner) as connection:
            wanted = select(_readings.c.payload).where(*self._is(owner, reading_id))
            row = connection.execute(wanted).one_or_none()
            if row is None:
                return None
            payload = change(row.payload)
            connection.execute(update(_readings).where(*self._is(owner, reading_id)).values(payload=payload))
            return payload

    def delete(
        self, owner: str | None, reading_id: str, stays: Callable[[dict], bool] = lambda payload: False
    ) -> dict | None:
        """Forget a reading and its image and give its payload; None where this owner has no such reading.

        stays: whether a reading of this payload is not forgotten
        """
        try:
            return self._delete(owner, reading_id, stays)
        except SQLAlchemyError as error:
            # Even what is deleted needs room in the log: there is some once that is emptied.
            if not (is_full(error) and empty_log(self._engine)):
                raise
            return self._delete(owner, reading_id, stays)

    def _delete(self, owner: str | None, reading_id: str, stays: Callable[[dict], bool]) -> dict | None:
        with self._writing(owner) as connection:
            wanted = select(_readings.c.payload).where(*self._is(owner, reading_id))
            row = connection.execute(wanted).one_or_none()
            if row is None or stays(row.payload):
                return row and row.payload
            connection.execute(delete(_readings).where(*self._is(owner, reading_id)))
            connection.execute(delete(_sent).where(_sent.c.owner == owner, _sent.c.reading_id == reading_id))
        self._empty_log()
        return row.payload

    def check(self) -> None:
        """Raise where the database does not answer, or nothing can be kept in it."""
        with self._engine.connect() as connection:
            ensure_writable(connection, _sent.name)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _writing(self, what: str | None) -> Iterator[Connection]:
        """what: an owner, or other things, of which nobody else changes anything meanwhile"""
        with self._engine.begin() as connection:
            wait_for_others(connection, what or "")
            yield connection

    def _older(self, connection: Connection, owner: str | None, sent: Sent) -> Row | None:
        """Version, id and payload of what came with this key before.

        raises: Overtaken
        """
        same = _readings.c.id == _sent.c.reading_id
        wanted = select(_sent.c.version, _readings.c.id, _readings.c.payload).join(_readings, same)
        row = connection.execute(
            wanted.where(*_is_sent(owner, sent.key), _readings.c.id >= self._oldest())
        ).one_or_none()
        if row and row.version > sent.version:
            raise Overtaken
        return row

    def _forget_all_old(self) -> None:
        """What is left after LONGEST_START goes with the next readings that are saved."""
        end = monotonic() + LONGEST_START
        while self.forget_old() and monotonic() < end:
            pass

    def forget_old(self) -> int:
        """Delete some of what is older than it may be kept, and say how many readings: a large history takes several to
        get rid of it, as nobody is to wait for that."""
        if not self._keep:
            return 0
        with self._writing("what is old") as connection:
            old = select(_readings.c.id).where(_readings.c.id < self._oldest()).limit(FORGOTTEN_AT_ONCE)
            ids = connection.execute(old).scalars().all()
            connection.execute(delete(_readings).where(_readings.c.id.in_(ids)))
            connection.execute(delete(_sent).where(_sent.c.reading_id.in_(ids)))
        if ids:
            self._empty_log()
        return len(ids)

    def _empty_log(self) -> None:
        """Leave nothing of what was deleted, now or, where somebody is just reading, with the next change."""
        self._log_holds_deleted = not empty_log(self._engine)

    def _oldest(self) -> str:
        """Ids below it belong to readings that are too old."""
        return _time_in_id(datetime.now(UTC) - self._keep) if self._keep else ""

    def _is(self, owner: str | None, reading_id: str) -> tuple:
        """What is true of this owner's reading alone."""
        # PostgreSQL takes no text with a NUL in it, which an address may have.
        if not re.fullmatch(ID, reading_id):
            return (false(),)
        return _readings.c.id == reading_id, _readings.c.owner == owner, _readings.c.id >= self._oldest()

    def _row(self, owner, reading_id, *columns):
        with self._engine.connect() as connection:
            return connection.execute(select(*columns).where(*self._is(owner, reading_id))).one_or_none()


def _time_in_id(moment: datetime) -> str:
    return f"{max(0, int(moment.timestamp() * 1_000_000)):014x}"


def _is_sent(owner: str | None, key: str):
    return _sent.c.owner == owner, _sent.c.key == key
