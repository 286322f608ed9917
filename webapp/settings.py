"""What can be set from outside: one table, strictly parsed. A wrong value stops the start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
MOST_DAYS = 36_500  # a hundred years; time itself has an end further on


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that the environment or create_app may give, and the one that holds otherwise."""

    name: str
    default: str | int
    sentence: str


SETTINGS = (
    Setting("DATABASE_URL", "sqlite:///instance/history.db", "Where the history is kept, as an SQLAlchemy URL"),
    Setting("MODEL_DIR", "models/reader", "Folder of the trained reader"),
    Setting("LOCATOR_DIR", "models/locator", "Folder of the network that finds numbers on a page"),
    Setting("MAX_UPLOAD_BYTES", 20_000_000, "Largest image accepted, in bytes"),
    Setting("MAX_IMAGE_PIXELS", 50_000_000, "Most pixels an accepted image may have; checked before it is decoded"),
    Setting("MAX_PAGES", 20, "Most pages of a document that are read; the reading says where there were more"),
    Setting("KEEP_DAYS", 0, "Days after which a reading and its image are forgotten; 0: when somebody deletes them"),
)


class SettingError(Exception):
    """A setting has a value that cannot be meant; the start is refused."""

    def __init__(self, name: str, value: object, allowed: str):
        super().__init__(f"{name} is {str(value)!r}, but {allowed}.")


def read_settings(given: Mapping[str, object], environment: Mapping[str, str]) -> dict[str, object]:
    """Parse every setting: what create_app was given goes before the environment, the default comes last."""
    defaults = {setting.name: setting.default for setting in SETTINGS}
    for name in given:
        if name not in defaults:
            raise SettingError(name, given[name], f"there is no such setting; there are {', '.join(defaults)}")
    values = {name: given.get(name, environment.get(name, default)) for name, default in defaults.items()}
    return {name: _PARSERS[name](name, value) for name, value in values.items()}


def existing_folder(name: str, folder: Path) -> Path:
    """Refuse a folder that is not there; asked only when it is used, for tests bring their own reader."""
    if not folder.is_dir():
        raise SettingError(name, folder, "there is no such folder; give an existing one")
    return folder


def _positive_whole_number(name: str, value: object, allowed: str = "a whole number above 0 is needed") -> int:
    # Not int() alone: it would take "1_000", " 7 " and True.
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]+", str(value)) or int(str(value)) == 0:
        raise SettingError(name, value, allowed)
    return int(str(value))


def _days(name: str, value: object) -> int:
    allowed = f"a whole number from 0 to {MOST_DAYS} is needed"
    days = 0 if str(value) == "0" else _positive_whole_number(name, value, allowed)
    if days > MOST_DAYS:
        raise SettingError(name, value, allowed)
    return days


def _folder(name: str, value: object) -> Path:
    # Relative to the project, so that it does not matter from where the app is started.
    return ROOT / str(value)


def _database_url(name: str, value: object) -> URL:
    shown = re.sub(r":[^:@/]*@", ":***@", str(value))  # the sentence ends in logs: no password in it
    # Hosts hand out "postgres://" or "postgresql://"; the driver that is installed here is psycopg.
    spelling = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", str(value))
    try:
        url = make_url(spelling)
        url.get_dialect().import_dbapi()
    except (ArgumentError, ValueError) as error:
        raise SettingError(name, shown, "an SQLAlchemy URL such as sqlite:///instance/history.db is needed") from error
    except ImportError as error:
        raise SettingError(name, shown, f"its driver is not installed ({error}); SQLite needs none") from error
    return _with_sqlite_file(name, shown, url) if url.get_backend_name() == "sqlite" else url


def _with_sqlite_file(name: str, shown: str, url: URL) -> URL:
    # A database in memory is another one in every worker and ends with it.
    if not url.database or url.database == ":memory:":
        raise SettingError(name, shown, "SQLite needs a file here, as in sqlite:///instance/history.db")
    file = ROOT / url.database
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(name, shown, f"its folder cannot be made ({error.strerror})") from error
    return url.set(database=str(file))


_PARSERS = {
    "DATABASE_URL": _database_url,
    "MODEL_DIR": _folder,
    "LOCATOR_DIR": _folder,
    "MAX_UPLOAD_BYTES": _positive_whole_number,
    "MAX_IMAGE_PIXELS": _positive_whole_number,
    "MAX_PAGES": _positive_whole_number,
    "KEEP_DAYS": _days,
}
