from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nlp.errors import WorkspaceError
from nlp.storage import Workspace, queries
from nlp.storage.damage import damage_told
from tests.storage.conftest import Fake, write

SECRET = "Colis jamais reçu, signé Zoé"
FAKES = [
    Fake("a", SECRET, mentions=((0, 5),)),
    *(Fake(f"b{i}", f"Texte numéro {i}", week="2026-W47") for i in range(50)),
]


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def scramble_pages(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:64] + b"\xa5" * 512 + content[576:])


def scramble_footer(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:-400] + b"\xa5" * 380 + content[-20:])


def loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def put_other(path: Path) -> None:
    pq.write_table(pa.table({"contact_id": ["a"]}), path)


DAMAGES = [
    (truncate, "is damaged.*backup"),
    (empty, "is damaged.*backup"),
    (scramble_pages, "is damaged.*backup"),
    (scramble_footer, "is damaged.*backup"),
    (Path.unlink, "is missing.*open it again.*backup"),
    (loop, "cannot be opened.*read access.*backup"),
    (put_other, "lacks the columns .*text.*backup"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that nobody damages: each test takes a copy."""
    folder = tmp_path_factory.mktemp("whole") / "workspace"
    write(Workspace.open(folder, create=True), FAKES)
    return folder


@pytest.fixture
def workspace(written: Path, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(written, tmp_path / "workspace"))


@pytest.fixture
def file(workspace: Workspace) -> Path:
    """The larger file of the contacts."""
    (path,) = (workspace.layout.table("contacts") / "week=2026-W47").iterdir()
    return path


def told(call: Callable[[], object], path: Path, what: str) -> None:
    with pytest.raises(WorkspaceError, match=f"table contacts .*{what}") as error:
        call()
    assert f"its file {path} " in str(error.value)
    assert SECRET not in str(error.value)
    assert "numéro" not in str(error.value)


def read_all(workspace: Workspace) -> None:
    with workspace.reader() as reader:
        queries.verbatims(reader)


@pytest.mark.parametrize(("damage", "what"), DAMAGES)
def test_a_damaged_file_is_named_to_who_reads(workspace, file, damage, what):
    damage(file)
    told(lambda: read_all(workspace), file, what)


@pytest.mark.parametrize(("damage", "what"), DAMAGES)
def test_a_file_damaged_under_an_open_reader_is_named(workspace, file, damage, what):
    with workspace.reader() as reader:
        damage(file)
        told(lambda: queries.verbatims(reader), file, what)


@pytest.mark.parametrize(("damage", "what"), DAMAGES[:-1])
def test_a_damaged_file_is_named_to_who_takes_the_table(workspace, file, damage, what):
    with workspace.reader() as reader:
        damage(file)
        told(lambda: reader.table("contacts"), file, what)


@pytest.mark.parametrize(("damage", "what"), DAMAGES)
def test_a_damaged_file_is_named_to_who_writes_and_nothing_is_written(
    workspace, file, damage, what
):
    before = workspace.snapshot()
    damage(file)
    changed = [replace(fake, text="Autre texte", mentions=None) for fake in FAKES]
    told(lambda: write(workspace, changed, "run-2"), file, what)
    assert workspace.snapshot() == before


def test_a_file_put_back_heals_the_workspace(workspace, file):
    content = file.read_bytes()
    truncate(file)
    told(lambda: write(workspace, FAKES, "run-2"), file, "is damaged")
    file.write_bytes(content)
    assert write(workspace, FAKES, "run-2").n_unchanged == len(FAKES)
    read_all(workspace)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(workspace, file):
    file.chmod(0)
    told(lambda: read_all(workspace), file, r"cannot be opened \(Permission denied\)")


def test_damage_of_the_ledger_is_named_too(workspace, file):
    (runs,) = workspace.layout.table("runs").glob("*.parquet")
    truncate(runs)
    with pytest.raises(WorkspaceError, match=f"table runs .*{runs.name} is damaged"):
        write(workspace, FAKES, "run-2")


def test_an_error_that_no_file_explains_goes_on_as_it_is(workspace, file):
    with workspace.reader() as reader, pytest.raises(duckdb.BinderException):
        reader.query("SELECT nothing FROM contacts")
    with pytest.raises(OSError, match="no space"), damage_told({"contacts": [file]}):
        raise OSError(28, "no space left on device")


def test_what_only_duckdb_refuses_is_named_without_its_words(file):
    blamed = duckdb.InvalidInputException(f"value {SECRET!r} in '{file}' is not valid")
    refused = pytest.raises(WorkspaceError, match="DuckDB refuses its file")
    with refused as error, damage_told({"contacts": [file]}):
        raise blamed
    assert str(file) in str(error.value)
    assert SECRET not in str(error.value)


def test_a_query_that_merely_lists_a_file_does_not_blame_it(file):
    with pytest.raises(duckdb.BinderException), damage_told({"contacts": [file]}):
        raise duckdb.BinderException(f"no such column\n\nLINE 1: read_parquet(['{file}'])")
