"""The layout's promises: imports flow one way, library borders hold, nothing heavy is eager."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEVELS = [
    {"errors"},
    {"types", "settings"},
    {"formatting", "intervals", "naming", "toml_table", "weeks"},
    {"schemas", "taxonomy"},
    {"text", "readers", "arrays", "bundle", "evaluation"},
    {"inference", "storage"},
    {"modeling"},
    {"drivers", "delivery", "discovery", "kpis", "trends", "simulation"},
    {"value"},
    {"pipeline", "training", "digest"},
    {"api", "weekly"},
    {"cli"},
    {"__main__"},
]
LEVEL = {room: i for i, rooms in enumerate(LEVELS) for room in rooms}
BORDERS = {
    "torch": {"modeling", "training"},
    "transformers": {"modeling"},
    "duckdb": {"storage"},
    "deltalake": {"storage"},
    "streamlit": {"app"},
    "onnxruntime": {"inference", "modeling"},
    "safetensors": {"arrays", "modeling"},
    "spacy": {"text"},
    "bertopic": {"discovery"},
    "umap": {"discovery"},
    "hdbscan": {"discovery"},
    "sklearn": {"discovery"},
    "smtplib": {"delivery"},
    "fpdf": {"digest"},
    "click": {"cli"},
    "rich": {"cli"},
}


def sources():
    return sorted([*(ROOT / "nlp").rglob("*.py"), *(ROOT / "app").rglob("*.py")])


def room(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "app" if parts[0] == "app" else parts[1]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_flow_one_way(path):
    own = room(path)
    if own in ("app", "__init__"):
        return
    for name in imported(path):
        assert not name.startswith("app"), f"{path} imports the explorer"
        if name.startswith("nlp."):
            other = name.split(".")[1]
            assert other == own or LEVEL[other] < LEVEL[own], f"{own} must not import {name}"


@pytest.mark.parametrize("library", BORDERS)
def test_a_library_stays_behind_its_border(library):
    users = {
        room(path) for path in sources() if library in {n.split(".")[0] for n in imported(path)}
    }
    assert users <= BORDERS[library]


def test_every_room_has_a_level():
    rooms = {room(path) for path in sources()} - {"app", "__init__"}
    assert rooms <= set(LEVEL)


@pytest.mark.parametrize(
    "module",
    ["nlp", "nlp.inference.annotator", "nlp.pipeline.analysis", "nlp.pipeline.discovering"],
)
def test_nothing_heavy_is_loaded_until_asked(module):
    code = (
        f"import sys, {module};"
        "heavy = {'torch', 'spacy', 'streamlit', 'bertopic', 'umap', 'hdbscan', 'numba',"
        " 'matplotlib'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_no_file_grows_without_end():
    long = {
        str(p.relative_to(ROOT)): n
        for p in sources()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_data_and_models_hold_no_code():
    assert not [*(ROOT / "data").rglob("*.py"), *(ROOT / "models").rglob("*.py")]
    assert not [*(ROOT / "models").rglob("*.pkl"), *(ROOT / "models").rglob("*.pickle")]
