import json

import pytest

from nlp.errors import WorkspaceError
from nlp.pipeline.analysis import analyze
from nlp.schemas import UNDATED_WEEK
from nlp.storage import CustomerKey, Workspace, queries

ROWS = [
    (
        "1",
        "2026-11-09",
        "9",
        "Livraison rapide, merci beaucoup à toute l'équipe du magasin.",
        "a@b.example",
    ),
    (
        "2",
        "2026-11-10",
        "2",
        "Toujours pas remboursé, appelez-moi au 06 12 34 56 78 !",
        "a@b.example",
    ),
    (
        "3",
        "2026-11-11",
        "4",
        "Still waiting for my refund, nobody answers the phone.",
        "c@d.example",
    ),
    (
        "4",
        "pas une date",
        "3",
        "Trois semaines sans internet et personne ne répond.",
        "e@f.example",
    ),
    ("5", "2026-11-12", "17", "Le colis est arrivé ouvert et il manque la moitié.", "e@f.example"),
    ("1", "2026-11-12", "5", "Un identifiant déjà vu, pour un autre message.", "g@h.example"),
    ("6", "2026-11-12", "5", "   ", "g@h.example"),
    (
        "7",
        "2026-11-12",
        "5",
        "Ich warte seit drei Wochen auf meine Erstattung und niemand antwortet mir.",
        "",
    ),
]


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.csv"
    lines = ["id;date;nps;verbatim;client_id"]
    lines += [";".join(f'"{cell}"' for cell in row) for row in ROWS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path):
    return Workspace.open(tmp_path / "workspace", create=True)


@pytest.fixture
def key(tmp_path):
    return CustomerKey.load_or_create(tmp_path / "key")


def test_every_row_is_kept_or_in_the_ledger(export, workspace, annotator, key):
    report = analyze([export], workspace, annotator, key)
    assert (report.n_read, report.n_kept, report.n_rejected) == (8, 3, 5)
    assert [(r.row, r.reason) for r in report.rejects] == [
        (4, "unreadable_date"),
        (5, "score_off_scale"),
        (6, "duplicate_id"),
        (7, "no_text"),
        (8, "unsupported_language"),
    ]
    with workspace.reader() as reader:
        ledger = queries.rejects(reader)
        assert sorted(ledger["row"]) == [4, 5, 6, 7, 8]
        assert reader.table("contacts").num_rows == 3


def test_raw_text_and_identifiers_never_reach_the_workspace(export, workspace, annotator, key):
    analyze([export], workspace, annotator, key)
    stored = b"".join(p.read_bytes() for p in workspace.folder.rglob("*") if p.is_file())
    assert b"06 12 34 56 78" not in stored
    assert b"a@b.example" not in stored
    with workspace.reader() as reader:
        texts = reader.table("contacts")["text"].to_pylist()
    assert any("<PHONE>" in text for text in texts)


def test_mentions_lie_where_they_say(export, workspace, annotator, key):
    analyze([export], workspace, annotator, key)
    with workspace.reader() as reader:
        texts = dict(
            zip(
                *(reader.table("contacts")[c].to_pylist() for c in ("contact_id", "text")),
                strict=True,
            )
        )
        for mention in reader.table("mentions").to_pylist():
            found = texts[mention["contact_id"]][mention["start"] : mention["end"]]
            assert found == mention["text"]
            assert mention["mention_id"].endswith(f":{mention['start']}-{mention['end']}")


def test_the_same_input_again_changes_nothing(export, workspace, annotator, key):
    analyze([export], workspace, annotator, key)
    before = workspace.snapshot()
    again = analyze([export], workspace, annotator, key)
    assert workspace.snapshot().versions == before.versions
    assert (again.written.n_new, again.written.n_unchanged) == (0, 3)


def test_a_renamed_copy_adds_nothing(export, workspace, annotator, key):
    analyze([export], workspace, annotator, key)
    copy = export.with_name("renamed.csv")
    copy.write_bytes(export.read_bytes())
    again = analyze([copy], workspace, annotator, key)
    assert again.written.n_new == 0


def test_the_customer_is_the_same_pseudonym_everywhere(export, workspace, annotator, key):
    analyze([export], workspace, annotator, key)
    with workspace.reader() as reader:
        rows = reader.table("contacts").to_pylist()
    customers = {row["contact_id"]: row["customer_id"] for row in rows}
    assert customers["1"] == customers["2"] == key.pseudonym("A@B.example ")
    assert customers["3"] != customers["1"]


def test_identical_texts_are_read_once(tmp_path, workspace, annotator, key):
    path = tmp_path / "same.csv"
    path.write_text("verbatim\n" + "Rien à signaler dans ce magasin\n" * 30, encoding="utf-8")
    report = analyze([path], workspace, annotator, key)
    assert report.n_kept == 30
    assert annotator.n_read == 1
    assert report.ranking.week == UNDATED_WEEK


def test_calls_are_read_from_the_customer_and_keep_the_agent(tmp_path, workspace, annotator, key):
    turns = [
        {"speaker": "agent", "text": "bonjour service client que puis-je faire", "start": 0.0},
        {"speaker": "customer", "text": "je n'ai plus internet depuis lundi", "start": 4.5},
        {"speaker": "agent", "text": "je regarde votre ligne", "start": 9.0},
    ]
    path = tmp_path / "calls.jsonl"
    path.write_text(
        json.dumps({"id": "c1", "date": "2026-11-10", "turns": turns}), encoding="utf-8"
    )
    analyze([path], workspace, annotator, key)
    with workspace.reader() as reader:
        (contact,) = reader.table("contacts").to_pylist()
        vectors = reader.table("vectors").to_pylist()
        mentions = reader.table("mentions").to_pylist()
    assert [t["speaker"] for t in contact["turns"]] == ["agent", "customer", "agent"]
    own = [m["mention_id"] for m in mentions if m["speaker"] == "customer"]
    assert [v["mention_id"] for v in vectors] == [None, *own]
    customer = contact["turns"][1]
    assert "internet" in contact["text"][customer["start"] : customer["end"]]


def test_two_runs_at_once_are_refused(export, workspace, annotator, key):
    with workspace.writing(), pytest.raises(WorkspaceError):
        analyze([export], workspace, annotator, key)


def test_progress_counts_up_to_the_whole(export, workspace, annotator, key):
    told = []
    analyze([export], workspace, annotator, key, on_progress=lambda *step: told.append(step))
    done = [step for step in told if step[0] == "annotate"]
    assert done[-1][1] == done[-1][2] == 4
    assert [stage for stage, _, _ in told][-1] == "rank"


def test_personal_data_in_names_of_files_and_categories_is_redacted(
    tmp_path, workspace, annotator, key
):
    path = tmp_path / "rappeler 06 12 34 56 78.csv"
    path.write_text(
        "verbatim;canal;motif\nToujours rien reçu;x;Rappeler au 06 98 76 54 32\n", encoding="utf-8"
    )
    analyze([path], workspace, annotator, key)
    stored = b"".join(p.read_bytes() for p in workspace.folder.rglob("*") if p.is_file())
    assert b"06 12 34 56 78" not in stored
    assert b"06 98 76 54 32" not in stored


def test_ids_that_start_anew_are_told_and_can_be_kept_apart(tmp_path, workspace, annotator, key):
    for name, text in (("may", "Colis jamais reçu"), ("june", "Facture fausse encore une fois")):
        (tmp_path / f"{name}.csv").write_text(f"id;verbatim\n1;{text}\n", encoding="utf-8")
    analyze([tmp_path / "may.csv"], workspace, annotator, key)
    clash = analyze([tmp_path / "june.csv"], workspace, annotator, key)
    assert (clash.written.conflicts.n, clash.written.conflicts.examples) == (1, ("1",))
    apart = analyze([tmp_path / "may.csv"], workspace, annotator, key, id_prefix="may-")
    assert apart.written.n_new == 1
    assert apart.written.conflicts.n == 0
