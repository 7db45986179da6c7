from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from nlp import schemas
from nlp.errors import WorkspaceError
from nlp.storage import GroupRanking, Workspace, delta, queries
from nlp.storage.tables import TABLES
from tests.storage.conftest import Fake, reject_rows, run_row, stored, tables, write

ROOT = Path(__file__).resolve().parents[2]


def test_a_missing_folder_is_opened_only_to_be_made(tmp_path):
    with pytest.raises(WorkspaceError, match="no workspace at"):
        Workspace.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    made = Workspace.open(tmp_path / "deep" / "new", create=True)
    assert Workspace.open(made.folder).snapshot() == made.snapshot()


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path):
    (tmp_path / "photos.txt").write_text("à moi")
    for create in (False, True):
        with pytest.raises(WorkspaceError, match="is not a workspace"):
            Workspace.open(tmp_path, create=create)
    assert [path.name for path in tmp_path.iterdir()] == ["photos.txt"]


def test_a_file_is_not_a_workspace(tmp_path):
    file = tmp_path / "export.csv"
    file.write_text("texte")
    with pytest.raises(WorkspaceError, match="is a file"):
        Workspace.open(file)
    with pytest.raises(WorkspaceError, match="cannot be made"):
        Workspace.open(file, create=True)


def test_a_folder_that_the_system_refuses_is_one_clear_error(tmp_path):
    with pytest.raises(WorkspaceError, match="cannot be opened: File name too long"):
        Workspace.open(tmp_path / ("w" * 300))


def test_another_format_is_refused(workspace):
    content = json.loads(workspace.layout.marker.read_text())
    workspace.layout.marker.write_text(json.dumps({**content, "format": 99}))
    with pytest.raises(WorkspaceError, match="has format 99; this Motif reads format 1"):
        Workspace.open(workspace.folder)
    content["columns"]["frictions"].remove("verdict")
    workspace.layout.marker.write_text(json.dumps(content))
    with pytest.raises(WorkspaceError, match="other columns than this Motif's in: frictions"):
        Workspace.open(workspace.folder)
    workspace.layout.marker.write_text("{")
    with pytest.raises(WorkspaceError, match=r"workspace\.json is broken"):
        Workspace.open(workspace.folder)


def test_a_workspace_whose_making_was_cut_short_is_completed(workspace):
    workspace.layout.snapshot.unlink()
    reopened = Workspace.open(workspace.folder)
    write(reopened, [Fake("a")])
    assert len(stored(reopened, "contacts")) == 1


def test_a_lost_snapshot_is_not_guessed(workspace):
    write(workspace, [Fake("a")])
    workspace.layout.snapshot.unlink()
    with pytest.raises(WorkspaceError, match="nothing says which"):
        Workspace.open(workspace.folder)


def test_a_damaged_table_is_one_clear_error(workspace):
    write(workspace, [Fake("a")])
    for entry in (workspace.layout.table("mentions") / "_delta_log").iterdir():
        entry.unlink()
    with pytest.raises(WorkspaceError, match=r"mentions cannot be opened at version 1"):
        workspace.reader()


@pytest.mark.parametrize("name", ["lang=fr", "clients [2026]", "l'été*?"])
def test_the_names_of_folders_do_not_matter(tmp_path, name):
    decoy = Workspace.open(tmp_path / "clients 2", create=True)  # what a glob would match
    write(decoy, [Fake("decoy")])
    workspace = Workspace.open(tmp_path / name, create=True)
    fake = Fake("a", contact={"lang": "en"})
    write(workspace, [fake])
    write(workspace, [replace(fake, sentiment="mixed")], "run-2")
    with workspace.reader() as reader:
        assert queries.overview(reader).by_lang == {"en": 1}
        assert queries.overview(reader).by_sentiment == {"mixed": 1}
        assert queries.weeks(reader) == ("2026-W46",)


def test_a_second_writer_is_refused_and_told_who_writes(workspace):
    with (
        workspace.writing(),
        pytest.raises(WorkspaceError, match=f"written by process {os.getpid()} on "),
        Workspace.open(workspace.folder).writing(),
    ):
        pass
    write(workspace, [Fake("a")])


def test_readers_see_one_state_while_a_run_writes(workspace):
    def generation(n: int) -> list[Fake]:
        weeks = ("2026-W46", "undated")
        return [
            Fake(f"{w}-{i}", f"texte {n}", week=w, reasons=(f"r.{n}",)) for w in weeks for i in "ab"
        ]

    write(workspace, generation(0), "run-0")
    seen: list[int] = []
    problems: list[str] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            with workspace.reader() as reader:
                texts = set(reader.table("contacts")["text"].to_pylist())
                spoken = set(reader.table("mentions")["text"].to_pylist())
                reasons = set(reader.table("annotations")["reason"].to_pylist())
            n = int(next(iter(texts)).split()[1])
            seen.append(n)
            if texts != {f"texte {n}"} or spoken != texts or reasons != {f"r.{n}"}:
                problems.append(f"{texts} {spoken} {reasons}")

    watchers = [threading.Thread(target=watch) for _ in range(2)]
    with workspace.reader() as old:
        for watcher in watchers:
            watcher.start()
        for n in range(1, 4):
            write(workspace, generation(n), f"run-{n}")
            while n not in seen and all(watcher.is_alive() for watcher in watchers):
                time.sleep(0.005)
        stop.set()
        for watcher in watchers:
            watcher.join()
        assert set(old.table("contacts")["text"].to_pylist()) == {"texte 0"}
        assert queries.verbatims(old).rows[0].text == "texte 0"
    assert problems == []
    assert set(seen) >= {1, 2, 3}
    with workspace.reader() as reader:
        assert set(reader.table("contacts")["text"].to_pylist()) == {"texte 3"}


_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, ".")
from nlp.storage import Workspace, delta
from tests.storage.conftest import Fake, write

commit, done = delta.replace_files, []

def commit_and_die(*args, **kwargs):
    version = commit(*args, **kwargs)
    done.append(version)
    if len(done) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return version

delta.replace_files = commit_and_die
write(Workspace.open(Path(sys.argv[1])), [Fake("a", "Nouveau texte"), Fake("b")], "run-2")
"""


def test_a_killed_run_leaves_the_old_state_and_the_next_repairs(workspace):
    write(workspace, [Fake("a", "Ancien texte")])
    before = workspace.snapshot()
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(workspace.folder)], cwd=ROOT, check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    ahead = DeltaTable(str(workspace.layout.table("contacts"))).version()
    assert ahead > before.versions["contacts"]
    assert workspace.layout.staging.exists()
    assert workspace.snapshot() == before
    assert [row["text"] for row in stored(workspace, "contacts")] == ["Ancien texte"]

    report = write(workspace, [Fake("a", "Ancien texte")], "run-3")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (0, 0, 1)
    assert [row["text"] for row in stored(workspace, "mentions")] == ["Ancien texte"]
    repaired = workspace.snapshot()
    for spec in TABLES:
        folder = workspace.layout.table(spec.name)
        assert delta.latest_version(folder) == repaired.versions[spec.name]

    report = write(workspace, [Fake("a", "Nouveau texte"), Fake("b")], "run-4")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (1, 1, 0)
    assert {row["text"] for row in stored(workspace, "contacts")} == {
        "Nouveau texte",
        Fake("b").text,
    }


@pytest.mark.parametrize("n_commits", [0, 2, 5])
def test_a_run_that_fails_between_tables_is_taken_back(workspace, monkeypatch, n_commits):
    write(workspace, [Fake("a", "Ancien texte", week="2026-W46"), Fake("z")])
    commit, done = delta._commit, []

    def fail(*args, **kwargs):
        if len(done) == n_commits:
            raise OSError("no space left on device")
        done.append(commit(*args, **kwargs))
        return done[-1]

    changed = [Fake("a", "Nouveau texte", week="2026-W47"), Fake("b")]
    run, rejects = run_row(2, "run-2", n_rejected=1), reject_rows("run-2", "no_text")
    with monkeypatch.context() as patch:
        patch.setattr(delta, "_commit", fail)
        with pytest.raises(OSError, match="no space"):
            workspace.write_run(run, *tables(changed), rejects)
    assert {row["contact_id"] for row in stored(workspace, "contacts")} == {"a", "z"}
    assert stored(workspace, "rejects") == []
    report = write(workspace, changed, "run-2")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (1, 1, 0)
    assert len(stored(workspace, "contacts")) == len(stored(workspace, "mentions")) == 3


def test_vacuum_deletes_past_states_and_nothing_else(workspace):
    write(workspace, [Fake("a", "Ancien texte"), Fake("b")])
    write(workspace, [Fake("a", "Nouveau texte")], "run-2")
    contacts = workspace.layout.table("contacts")
    before = {name: stored(workspace, name) for name in ("contacts", "mentions", "vectors", "runs")}
    assert workspace.vacuum() == 0  # all of it is recent
    assert len(list(contacts.rglob("*.parquet"))) == 2
    assert workspace.vacuum(keep_hours=0) == 3  # the annotations stayed as they were
    assert len(list(contacts.rglob("*.parquet"))) == 1
    assert {name: stored(workspace, name) for name in before} == before
    report = write(workspace, [Fake("a", "Nouveau texte"), Fake("b")], "run-3")
    assert report.n_unchanged == 2


def _effects(*irritants: str) -> pa.Table:
    rows = [
        {
            "irritant": irritant,
            "n": 40,
            "n_scored": 30,
            "prevalence": 0.1,
            "effect": -1.5,
            "rank": rank,
            "verdict": "counts",
        }
        for rank, irritant in enumerate(irritants, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=schemas.EFFECT)


def test_rankings_are_kept_per_week_and_replaced(workspace):
    write(workspace, [Fake("a")])
    workspace.write_frictions(_effects("delivery.late", "staff.rude"), "2026-W46", scale="nps")
    workspace.write_frictions(_effects("price.billing"), "2026-W47", scale="nps")
    workspace.write_frictions(_effects("staff.rude"), "2026-W46", scale="nps")
    with workspace.reader() as reader:
        latest = queries.frictions(reader)
        assert latest[["as_of_week", "irritant", "scale", "model_version"]].to_numpy().tolist() == [
            ["2026-W47", "price.billing", "nps", "m1"]
        ]
        assert queries.frictions(reader, "2026-W46")["irritant"].tolist() == ["staff.rude"]
        assert queries.frictions(reader, "2020-W01").empty
        assert set(schemas.EFFECT.names) <= set(latest.columns)
    before = workspace.snapshot()
    workspace.write_frictions(_effects("staff.rude"), "2026-W46", scale="nps")
    assert workspace.snapshot() == before
    workspace.write_frictions(_effects(), "2026-W47")
    with workspace.reader() as reader:
        assert queries.frictions(reader)["as_of_week"].tolist() == ["2026-W46"]


def test_a_missing_figure_is_null_and_does_not_count_as_a_change(workspace):
    effects = _effects("staff.rude").drop_columns(["effect"])
    effects = effects.append_column("effect", pa.array([float("nan")]))
    workspace.write_frictions(effects, "2026-W46")
    before = workspace.snapshot()
    workspace.write_frictions(effects, "2026-W46")
    assert workspace.snapshot() == before
    assert stored(workspace, "frictions")[0]["effect"] is None


def test_a_ranking_of_another_shape_is_refused(workspace):
    with pytest.raises(ValueError, match="columns missing: verdict"):
        workspace.write_frictions(_effects("staff.rude").drop_columns(["verdict"]), "2026-W46")


def test_groups_have_rankings_of_their_own(workspace):
    write(workspace, [Fake("a")])
    groups = [
        GroupRanking("channel", level, _effects(code), "nps", n)
        for level, code, n in (("call", "staff.rude", 4), ("chat", "delivery.late", 5))
    ]
    every = _effects("price.billing")
    workspace.write_frictions(every, "2026-W46", first_week="2026-W21", n_contacts=9, groups=groups)
    with workspace.reader() as reader:
        (row,) = queries.frictions(reader).to_dict("records")
        assert (row["irritant"], row["first_week"], row["n_contacts"]) == (
            "price.billing", "2026-W21", 9,
        )  # fmt: skip
        (row,) = queries.frictions(reader, "2026-W46", ("channel", "chat")).to_dict("records")
        assert (row["irritant"], row["level"], row["n_contacts"]) == ("delivery.late", "chat", 5)
        assert queries.frictions(reader, None, ("channel", "email")).empty
    workspace.write_frictions(every, "2026-W46", first_week="2026-W21", n_contacts=9)
    with workspace.reader() as reader:
        assert queries.frictions(reader, None, ("channel", "chat")).empty
