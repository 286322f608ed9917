"""Who may import whom (the map is in docs/design.md): read from the source, so that a late import counts too."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Each step, and where it is taken: nowhere else.
STEPS = {
    "decode": {"read"},
    "locate": {"read_page"},
    "normalise": {"read_line"},
    "transcribe": {"read_line"},
    "network": {"read", "read_page", "read_line", "setup"},
    "judge": {"read_page", "read_places"},
    "coach": {"read"},
    "finding.look": {"locate", "clean_sheet", "network"},
}
# What the steps stand on, and which other rooms each of these knows, beside results and errors.
ROOMS = {
    "files": set(),
    "pixels": set(),
    "strings": set(),
    "places": {"pixels", "strings"},
    "tables": {"pixels", "places"},
    "finding": {"pixels", "places"},
    "line": {"strings"},
    "doubts": {"line", "pixels", "places", "strings"},
}
# The same of what trains them; errors.py and ahead.py lie beside these rooms, and the command line knows all.
TRAINING_ROOMS = {
    "data": set(),
    "writing": {"data"},
    "pages": {"data", "writing"},
    "lines": {"data", "pages", "writing"},
    "networks": {"writing"},
    "measuring": {"data", "lines", "pages", "writing"},
    "fitting": {"data", "lines", "measuring", "networks", "pages", "writing"},
    "experiments": {"data", "fitting", "lines", "measuring", "networks", "writing"},
}
READING = sorted((ROOT / "webapp" / "reading").rglob("*.py"))
WEB = sorted((ROOT / "webapp").glob("*.py"))
TRAINING = sorted((ROOT / "training").rglob("*.py"))
ARRAYS = {"numpy", "cv2", "PIL"}
WEB_AND_STORAGE = {"flask", "werkzeug", "sqlalchemy", "sqlite3", "gunicorn"}


def imports_of(path):
    """Full names of all modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute here"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def packages(path):
    return {name.split(".")[0] for name in imports_of(path)}


def ids(paths):
    return [path.stem for path in paths]


@pytest.mark.parametrize("path", READING, ids=ids(READING))
def test_reading_knows_no_web_no_storage_no_environment_no_tensorflow(path):
    assert not packages(path) & (WEB_AND_STORAGE | {"tensorflow", "keras", "os", "training"})


@pytest.mark.parametrize("path", READING, ids=ids(READING))
def test_steps_meet_only_on_the_way_from_read_to_read_line(path):
    taken = {step for step in STEPS if f"webapp.reading.{step}" in imports_of(path)}
    # The reader takes what normalise.py makes, and checks its version; so does the locator with look.py.
    allowed = {"normalise"} if path.stem == "network" else set()
    assert taken == {step for step, places in STEPS.items() if path.stem in places} | allowed


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_those_that_it_stands_on_and_no_step(room):
    known = {room, *ROOMS[room], "result", "errors"}
    for path in (ROOT / "webapp" / "reading" / room).glob("*.py"):
        taken = {name.split(".")[2] for name in imports_of(path) if name.startswith("webapp.reading.")}
        assert taken <= known, path.name


@pytest.mark.parametrize("room", TRAINING_ROOMS)
def test_a_room_of_the_training_knows_those_that_it_stands_on(room):
    known = {room, *TRAINING_ROOMS[room], "errors", "ahead"}
    for path in (ROOT / "training" / room).rglob("*.py"):
        taken = {name.split(".")[1] for name in imports_of(path) if name.startswith("training.")}
        assert taken <= known, path.name


@pytest.mark.parametrize(("folder", "rooms"), [("webapp/reading", ROOMS), ("training", TRAINING_ROOMS)])
def test_every_room_is_on_the_map(folder, rooms):
    assert {path.name for path in (ROOT / folder).iterdir() if (path / "__init__.py").is_file()} == {*rooms}


@pytest.mark.parametrize("path", READING, ids=ids(READING))
def test_only_the_network_knows_the_runtime(path):
    assert ("ai_edge_litert" in packages(path)) == (path.stem == "network")


@pytest.mark.parametrize(("library", "module"), [("pillow_heif", "heif_file"), ("pypdfium2", "pdf_child")])
def test_each_decoder_is_known_to_one_module(library, module):
    of_the_app = {path.stem for path in READING + WEB if library in packages(path)}
    assert of_the_app == {module}


def test_what_draws_pdf_imports_nothing_of_the_app():
    """It is a script in a process of its own, which starts fast and stays small."""
    assert not packages(ROOT / "webapp" / "reading" / "files" / "pdf_child.py") & (ARRAYS | {"webapp"})


def test_what_few_need_is_loaded_where_it_is_needed():
    code = "import sys, webapp.app; print(*(m for m in ('pillow_heif', 'pypdfium2', 'psycopg') if m in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


@pytest.mark.parametrize("path", WEB, ids=ids(WEB))
def test_the_web_layer_imports_no_training_and_no_tensorflow(path):
    assert not packages(path) & {"tensorflow", "keras", "training"}


@pytest.mark.parametrize("name", ["api", "pages"])
def test_routes_touch_no_arrays(name):
    assert not packages(ROOT / "webapp" / f"{name}.py") & ARRAYS


@pytest.mark.parametrize("path", TRAINING, ids=ids(TRAINING))
def test_training_knows_of_the_app_only_its_way_of_reading(path):
    of_the_app = {name for name in imports_of(path) if name.startswith("webapp.")}
    assert all(name.startswith("webapp.reading") for name in of_the_app)
    assert not packages(path) & WEB_AND_STORAGE


def test_packages_themselves_import_nothing():
    for path in (ROOT / "webapp").rglob("__init__.py"):
        assert imports_of(path) == set()


def test_serving_never_loads_tensorflow():
    """In a process of its own: whatever the libraries import counts too."""
    code = "import sys, webapp.app; print(*(m for m in ('tensorflow', 'keras') if m in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


@pytest.mark.parametrize(
    "module", ["lines.batches", "pages.crops", "fitting.labelled", "fitting.places", "fitting.digits"]
)
def test_processes_that_make_examples_need_no_keras(module):
    """They run beside the training, and each would hold half a gigabyte for nothing."""
    code = f"import sys, training.{module}; print(*(m for m in ('tensorflow', 'keras') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
