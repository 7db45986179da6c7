from __future__ import annotations

import pyarrow as pa
import pytest

from app.i18n import Words
from app.loaders import Store, Unopened, open_store
from nlp import schemas
from nlp.storage import Workspace
from tests.app.conftest import (
    TAXONOMY,
    annotation,
    contact,
    reject,
    write,
)
from tests.app.test_views import facts, text_of

LANGS = ("fr", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_a_missing_workspace_is_said_and_not_made(explorer, tmp_path, lang):
    app = explorer("irritants", lang, workspace=tmp_path / "none")
    assert Words(lang)("state.missing") in text_of(app)
    assert f"motif analyze export.csv --workspace {tmp_path / 'none'}" in text_of(app)
    assert not (tmp_path / "none").exists()


def test_a_folder_of_something_else_is_said(explorer, tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    assert Words("fr")("state.foreign") in text_of(explorer(workspace=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_damaged_workspace_is_said_with_its_cause(explorer, tmp_path):
    workspace = Workspace.open(tmp_path / "w", create=True)
    workspace.layout.snapshot.write_text("{")
    said = text_of(explorer(workspace=workspace.folder))
    assert Words("fr")("state.broken") in said
    assert "snapshot.json" in said


@pytest.mark.parametrize("page", ["irritants", "verbatims", "imports"])
@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_workspace_says_how_to_begin(explorer, tmp_path, page, lang):
    workspace = Workspace.open(tmp_path / "w", create=True)
    app = explorer(page, lang, workspace=workspace.folder)
    assert not app.exception
    assert Words(lang)("state.empty") in text_of(app)
    assert app.segmented_control  # the language can be changed here, too


def test_a_first_run_under_way_is_said(explorer, tmp_path):
    workspace = Workspace.open(tmp_path / "w", create=True)
    with workspace.writing():
        said = text_of(explorer(workspace=workspace.folder))
    assert Words("fr")("state.first_run") in said


def test_the_last_state_shows_while_a_run_writes(explorer, tmp_path):
    contacts = [contact(1)]
    workspace = write(tmp_path / "w", contacts, [annotation(each) for each in contacts])
    with workspace.writing():
        app = explorer("verbatims", "en", workspace=workspace.folder)
        assert "shows the last one that ended" in app.info[0].value
        assert facts(app) == "1 verbatim"


def test_a_new_run_is_seen_at_the_next_click(explorer, tmp_path):
    contacts = [contact(i) for i in (1, 2)]
    annotations = [annotation(each) for each in contacts]
    write(tmp_path / "w", contacts[:1], annotations[:1])
    app = explorer("verbatims", workspace=tmp_path / "w")
    assert facts(app) == "1 verbatim"
    write(tmp_path / "w", contacts, annotations, run_id="run-2")
    assert facts(app.run()) == "2 verbatims"


def test_a_run_that_kept_nothing_leads_to_its_rejects(explorer, tmp_path):
    write(tmp_path / "w", [], [], run_id="run-2", rejects=[reject(1, "no_text")])
    assert "n’a gardé aucune ligne" in text_of(explorer(workspace=tmp_path / "w"))
    assert "Pas de texte" in text_of(explorer("imports", workspace=tmp_path / "w"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", ["irritants", "verbatims"])
def test_filters_without_result_are_said(explorer, page, lang):
    app = explorer(page, lang, channel="call", language="en", segment="Pro")
    assert not app.exception
    assert Words(lang)("state.no_result") in text_of(app)


def test_without_ranking_the_rest_is_shown(explorer, tmp_path):
    contacts = [contact(1)]
    write(tmp_path / "w", contacts, [annotation(each) for each in contacts])
    app = explorer(workspace=tmp_path / "w")
    assert not app.exception
    assert Words("fr")("ranking.none") in text_of(app)


def test_without_scores_and_dates_volumes_are_shown(explorer, tmp_path):
    contacts = [contact(2, week="undated", occurred_at=None)]
    workspace = write(tmp_path / "w", contacts, [annotation(each) for each in contacts])
    row = dict.fromkeys(schemas.EFFECT.names)
    row |= {"irritant": "delivery.not_received", "n": 1, "n_scored": 0, "prevalence": 1.0}
    row |= {"rank": 1, "verdict": "not_estimable"}
    workspace.write_frictions(pa.Table.from_pylist([row], schema=schemas.EFFECT), "undated")
    app = explorer(workspace=workspace.folder)
    assert not app.exception
    said = text_of(app)
    for key in ("tile.no_score", "chart.no_effect", "trend.none", "ranking.undated"):
        assert Words("fr")(key) in said


def test_another_taxonomy_is_said(explorer, tmp_path):
    contacts = [contact(1)]
    annotations = [annotation(each) for each in contacts]
    other = run_of_another_taxonomy(tmp_path / "w", contacts, annotations)
    said = text_of(explorer("imports", workspace=other))
    assert "feedfacecafe" in said
    assert TAXONOMY.version in said


def run_of_another_taxonomy(folder, contacts, annotations):
    from nlp.storage.tables import ANNOTATIONS, CONTACTS, MENTIONS, REJECTS, VECTORS
    from tests.app.conftest import run_row

    run = run_row(len(contacts), "run-1").to_pylist()
    run[0]["taxonomy_version"] = "feedfacecafe"
    rows = (contacts, [], annotations, [])
    specs = (CONTACTS, MENTIONS, ANNOTATIONS, VECTORS)
    Workspace.open(folder, create=True).write_run(
        pa.Table.from_pylist(run, schema=schemas.RUN),
        *(pa.Table.from_pylist(r, schema=s.schema) for r, s in zip(rows, specs, strict=True)),
        REJECTS.schema.empty_table(),
    )
    return folder


@pytest.mark.parametrize("wrong", [("--colour", "red"), ("--taxonomy", "/no/such/folder")])
def test_a_wrong_option_is_said(explorer, wrong):
    app = explorer(arguments=wrong)
    assert not app.exception
    assert Words("en")("state.options") in text_of(app)
    assert wrong[1] in text_of(app) or wrong[0] in text_of(app)


def test_a_reader_is_shared_until_the_state_changes(folder, tmp_path):
    first, again = open_store(folder), open_store(folder)
    assert isinstance(first, Store)
    assert isinstance(again, Store)
    assert first.reader is again.reader
    missing = open_store(tmp_path / "none")
    assert isinstance(missing, Unopened)
    assert missing.trouble == "missing"
