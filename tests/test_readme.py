"""The README is held to the code; settings and figures have tests beside what they are about."""

import inspect
import re
from pathlib import Path

import pytest

from webapp import errors
from webapp.reading import errors as reading_errors

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SOURCE = "".join(inspect.getsource(module) for module in (errors, reading_errors))
CODES = set(re.findall(r'(?:Problem\(\d+, |code = |_answer\(\d+, |\d+: \(|status, \()"(\w+)"', SOURCE))
CODES -= {"unreadable_input"}  # of the base class; no error has it


def test_the_search_for_codes_finds_them():
    assert {"no_file", "bad_crop", "not_found", "database_unavailable", "internal_error", "http_error"} <= CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_error_code_is_told(code):
    assert f"`{code}`" in README


def test_every_route_is_told_with_its_method_and_no_other(make_app):
    routes = {
        (method, rule.rule.replace("<reading_id>", "{id}").replace("<int:index>", "{index}"))
        for rule in make_app().url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
    }
    told = README.replace("`…/thumbnail`", "`GET /api/v1/readings/{id}/thumbnail`")
    assert set(re.findall(r"`([A-Z]+) (/[^`]*)`", told)) == routes


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_file_that_is_linked_is_there(link):
    assert (ROOT / link).is_file()


@pytest.mark.parametrize("folder", ["webapp", "training"])
def test_every_module_says_what_it_is(folder):
    for path in (ROOT / folder).rglob("*.py"):
        assert path.read_text().startswith('"""'), path
