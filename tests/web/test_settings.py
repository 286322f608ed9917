"""The table of settings, and what a wrong value does to the start."""

import pytest
from sqlalchemy import URL

from webapp.app import create_app
from webapp.settings import ROOT, SETTINGS, SettingError, read_settings


def test_the_defaults_when_nothing_is_given():
    values = read_settings({}, {})
    assert str(values["DATABASE_URL"]) == f"sqlite:///{ROOT}/instance/history.db"
    assert values["MODEL_DIR"] == ROOT / "models" / "reader"
    assert values["MAX_UPLOAD_BYTES"] == 20_000_000
    assert values["MAX_IMAGE_PIXELS"] == 50_000_000
    assert values["MAX_PAGES"] == 20
    assert values["KEEP_DAYS"] == 0


def test_the_environment_goes_before_the_default_and_create_app_before_both():
    assert read_settings({}, {"MAX_UPLOAD_BYTES": "7"})["MAX_UPLOAD_BYTES"] == 7
    assert read_settings({"MAX_UPLOAD_BYTES": 8}, {"MAX_UPLOAD_BYTES": "7"})["MAX_UPLOAD_BYTES"] == 8


def test_the_app_reads_the_environment(make_app, monkeypatch):
    monkeypatch.setenv("MAX_IMAGE_PIXELS", "123")
    assert make_app().config["MAX_IMAGE_PIXELS"] == 123


def test_the_folder_of_the_database_is_made(tmp_path):
    read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/new/deep/history.db"}, {})
    assert (tmp_path / "new" / "deep").is_dir()


@pytest.mark.parametrize("name", ["MAX_UPLOAD_BYTES", "MAX_IMAGE_PIXELS", "MAX_PAGES"])
@pytest.mark.parametrize("value", ["", "0", "-5", "20MB", "1e6", "1_000", " 7", "٧", True])
def test_a_number_is_a_whole_number_above_0(name, value):
    with pytest.raises(SettingError) as refused:
        read_settings({name: value}, {})
    assert str(refused.value) == f"{name} is {str(value)!r}, but a whole number above 0 is needed."


@pytest.mark.parametrize("value", ["", "-5", "1.5", "00", "0x1", " 7", "36501", True, False])
def test_days_are_a_whole_number_or_0(value):
    assert read_settings({"KEEP_DAYS": 30}, {})["KEEP_DAYS"] == 30
    assert read_settings({}, {"KEEP_DAYS": "0"})["KEEP_DAYS"] == 0
    with pytest.raises(SettingError, match="a whole number from 0 to 36500 is needed"):
        read_settings({"KEEP_DAYS": value}, {})


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("history.db", "an SQLAlchemy URL such as sqlite:///instance/history.db"),
        ("", "an SQLAlchemy URL"),
        ("oracel://here/db", "an SQLAlchemy URL"),
        ("sqlite://", "SQLite needs a file"),
        ("sqlite:///:memory:", "SQLite needs a file"),
        ("mysql://someone@there/db", "its driver is not installed"),
        ("sqlite:////proc/nowhere/history.db", "its folder cannot be made"),
    ],
)
def test_a_database_that_cannot_be_used_stops_the_start(url, words):
    with pytest.raises(SettingError, match="^DATABASE_URL is ") as refused:
        read_settings({"DATABASE_URL": url}, {})
    assert words in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_spelling_of_hosts_is_understood(scheme):
    url = read_settings({"DATABASE_URL": f"{scheme}://someone:secret@there:5432/db"}, {})["DATABASE_URL"]
    assert url == URL.create("postgresql+psycopg", "someone", "secret", "there", 5432, "db")


def test_a_password_does_not_end_in_the_log():
    with pytest.raises(SettingError) as refused:
        read_settings({"DATABASE_URL": "mysql://someone:secret@there/db"}, {})
    assert "secret" not in str(refused.value)
    assert "mysql://someone:***@there/db" in str(refused.value)


def test_a_reader_that_is_not_there_stops_the_start(tmp_path, database_url):
    with pytest.raises(SettingError, match="MODEL_DIR is '.*/nothing', but there is no such folder"):
        create_app(DATABASE_URL=database_url, MODEL_DIR=str(tmp_path / "nothing"))


def test_a_setting_that_does_not_exist_stops_the_start():
    with pytest.raises(SettingError, match="MAX_UPLOAD is '5', but there is no such setting; there are DATABASE_URL"):
        read_settings({"MAX_UPLOAD": 5}, {})


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_the_readme_knows_every_setting(name):
    assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8")
