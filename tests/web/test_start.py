"""How gunicorn starts, and what it says where it refuses to."""

import json
import shutil
import subprocess
import sys

import pytest

from webapp.settings import ROOT


def start(**environment):
    """Try to start with these settings; a start that should have been refused would never end."""
    return subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0"],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin"} | environment, capture_output=True, text=True, timeout=30,
    )  # fmt: skip


def assert_refused_in_one_sentence(answer, *words):
    assert answer.returncode == 1
    said = [line for line in answer.stderr.splitlines() if " [INFO] " not in line]
    assert len(said) == 1, answer.stderr
    assert said[0].endswith(".") or said[0].endswith("evaluate")
    for word in words:
        assert word in said[0]


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"MAX_UPLOAD_BYTES": "20MB"}, ["MAX_UPLOAD_BYTES is '20MB'"]),
        ({"MODEL_DIR": "/nope"}, ["MODEL_DIR is '/nope'", "there is no such folder"]),
        ({"MODEL_DIR": "tests"}, ["There is no reader in", "tests"]),
        ({"DATABASE_URL": "sqlite:///tests"}, ["DATABASE_URL is 'sqlite:///", "cannot be used now"]),
        (
            {"DATABASE_URL": "postgres://me:secret@127.0.0.1:1/none"},
            ["me:***@127.0.0.1", "cannot be used now", "onnection refused"],
        ),
        ({"WEB_CONCURRENCY": "0"}, ["WEB_CONCURRENCY is '0'", "a whole number above 0"]),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_sentence(database_url, environment, words):
    assert_refused_in_one_sentence(start(**{"DATABASE_URL": database_url, **environment}), *words)


def test_a_reader_for_another_preprocessing_stops_the_start_with_one_sentence(database_url, tmp_path):
    folder = shutil.copytree(ROOT / "models" / "reader", tmp_path / "reader")
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps(card | {"preprocessing": 99}))
    assert_refused_in_one_sentence(start(DATABASE_URL=database_url, MODEL_DIR=str(folder)), "preprocessing version 99")
