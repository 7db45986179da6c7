from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.storage import Conflicts, Workspace, queries
from nlp.storage.tables import CONTACT_TABLES, TABLES
from tests.storage.conftest import Fake, reject_rows, run_row, stored, tables, write

A = Fake("a", irritants=("delivery.late",), mentions=((0, 19), (20, 42)))
B = Fake("b", text="Très bien.", week="2026-W47", sentiment="positive")
C = Fake("c", text="RAS", week="undated")


def latest_versions(workspace: Workspace) -> dict[str, int]:
    return {
        spec.name: DeltaTable(str(workspace.layout.table(spec.name))).version() for spec in TABLES
    }


def test_what_is_written_is_read_back_exactly(workspace):
    contacts, mentions, annotations, vectors = tables([A, B, C])
    rejects = reject_rows("run-1", "no_text", "no_text")
    report = workspace.write_run(
        run_row(3, n_rejected=2), contacts, mentions, annotations, vectors, rejects
    )
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (3, 0, 0)
    assert report.weeks == ("2026-W46", "2026-W47", "undated")
    given_tables = (contacts, mentions, annotations, vectors, rejects)
    names = ("contacts", "mentions", "annotations", "vectors", "rejects")
    with workspace.reader() as reader:
        for name, table in zip(names, given_tables, strict=True):
            assert reader.table(name).schema == table.schema
    for name, table in zip(names, given_tables, strict=True):
        assert stored(workspace, name) == sorted(table.to_pylist(), key=repr)


def test_tables_are_delta_that_other_tools_read(workspace):
    write(workspace, [A, B, C])
    table = DeltaTable(str(workspace.layout.table("contacts")))
    assert table.metadata().partition_columns == ["week"]
    rows = table.to_pyarrow_table().select(["contact_id", "week"]).to_pylist()
    assert {(row["contact_id"], row["week"]) for row in rows} == {
        ("a", "2026-W46"),
        ("b", "2026-W47"),
        ("c", "undated"),
    }


def test_the_same_input_again_writes_nothing(workspace):
    write(workspace, [A, B, C])
    before, snapshot = latest_versions(workspace), workspace.layout.snapshot.read_bytes()
    report = write(workspace, [C, A, B], run_id="run-2")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (0, 0, 3)
    assert report.weeks == ()
    assert latest_versions(workspace) == before
    assert workspace.layout.snapshot.read_bytes() == snapshot


def test_other_rejects_are_logged_even_if_no_contact_changes(workspace):
    write(workspace, [A])
    before = latest_versions(workspace)
    workspace.write_run(
        run_row(1, "run-2", n_rejected=1), *tables([A]), reject_rows("run-2", "broken_row")
    )
    after = latest_versions(workspace)
    assert [name for name in before if before[name] != after[name]] == ["runs", "rejects"]
    with workspace.reader() as reader:
        assert queries.last_run(reader).run_id == "run-2"


def test_only_the_weeks_that_differ_are_rewritten(workspace):
    write(workspace, [A, B, C])
    changed = replace(B, signals=("agent_praise",))
    report = write(workspace, [A, changed, C], run_id="run-2")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (0, 1, 2)
    assert report.weeks == ("2026-W47",)
    versions = latest_versions(workspace)
    assert versions["annotations"] == 2  # the label is all that differs
    assert versions["contacts"] == versions["mentions"] == versions["vectors"] == 1


def test_contacts_that_do_not_come_again_stay(workspace):
    write(workspace, [A, B, C])
    report = write(workspace, [Fake("d"), replace(A, text="Autre chose.", mentions=None)], "run-2")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (1, 1, 0)
    assert [row["contact_id"] for row in stored(workspace, "contacts")] == ["a", "b", "c", "d"]
    texts = {row["contact_id"]: row["text"] for row in stored(workspace, "mentions")}
    assert texts["a"] == "Autre chose."
    assert sum(row["contact_id"] == "a" for row in stored(workspace, "mentions")) == 1


def _from(fake: Fake, source: str, text: str) -> Fake:
    return replace(fake, text=text, mentions=None, contact={"source": source})


def test_another_text_from_another_file_is_a_conflict(workspace):
    write(workspace, [A, B, C])
    report = write(
        workspace,
        [
            _from(A, "december.csv", "Une tout autre cliente."),
            _from(B, "december.csv", B.text),  # the same contact, exported again
            _from(C, "export.csv", "RAS, merci"),  # corrected in its own file
            _from(Fake("d"), "december.csv", "Nouveau contact."),
        ],
        "run-2",
    )
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (1, 3, 0)
    assert report.conflicts == Conflicts(1, ("a",))
    again = write(workspace, [_from(A, "december.csv", "Une tout autre cliente.")], "run-3")
    assert again.conflicts == Conflicts(0, ())


def test_a_conflict_in_another_week_counts_and_examples_are_few(workspace):
    fakes = [Fake(f"{i}") for i in range(9)]
    assert write(workspace, fakes).conflicts == Conflicts(0, ())
    others = [replace(_from(fake, "new.csv", "Autre"), week="2026-W50") for fake in fakes]
    report = write(workspace, others[::-1], "run-2", model="m2")
    assert report.conflicts == Conflicts(9, ("0", "1", "2", "3", "4"))


def test_a_contact_that_moves_to_another_week_is_there_once(workspace):
    write(workspace, [A, B, C])
    report = write(workspace, [replace(A, week="2026-W47")], "run-2")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (0, 1, 0)
    assert report.weeks == ("2026-W46", "2026-W47")
    for spec in CONTACT_TABLES:
        rows = [row for row in stored(workspace, spec.name) if row["contact_id"] == "a"]
        assert {row["week"] for row in rows} == {"2026-W47"}
        assert len(rows) == {"mentions": 2, "vectors": 3}.get(spec.name, 1)


def test_another_model_version_is_added_and_is_what_readers_see(workspace):
    write(workspace, [A, B], model="m1")
    report = write(workspace, [replace(A, sentiment="mixed")], "run-2", model="m2")
    assert (report.n_new, report.n_replaced, report.n_unchanged) == (0, 1, 0)
    versions = sorted(
        (r["contact_id"], r["model_version"]) for r in stored(workspace, "annotations")
    )
    assert versions == [("a", "m1"), ("a", "m2"), ("b", "m1")]
    assert len(stored(workspace, "contacts")) == 2
    with workspace.reader() as reader, workspace.reader(model_version="m1") as earlier:
        assert queries.overview(reader).by_sentiment == {"mixed": 1}
        assert queries.overview(earlier).by_sentiment == {"negative": 1, "positive": 1}
        counted = queries.model_versions(reader).set_index("model_version")
    assert counted.loc["m2"].to_dict() == {"n_contacts": 1, "n_missing": 1, "in_force": True}
    assert counted.loc["m1"].to_dict() == {"n_contacts": 2, "n_missing": 0, "in_force": False}


def test_earlier_annotations_follow_a_contact_unless_its_text_changes(workspace):
    write(workspace, [A, B], model="m1")
    write(workspace, [replace(A, week="2026-W47")], "run-2", model="m2")
    found = {(r["contact_id"], r["model_version"], r["week"]) for r in stored(workspace, "vectors")}
    assert found == {
        ("a", "m1", "2026-W47"),
        ("a", "m2", "2026-W47"),
        ("b", "m1", "2026-W47"),
    }
    write(workspace, [replace(A, text="Autre texte", mentions=None)], "run-3", model="m2")
    kept = {(r["contact_id"], r["model_version"]) for r in stored(workspace, "annotations")}
    assert kept == {("a", "m2"), ("b", "m1")}  # spans of m1 would point into a text that is gone


def test_without_a_commit_nothing_is_stored(workspace):
    before = latest_versions(workspace)
    with workspace.writing() as writer:
        writer.add(*tables([A]))
        assert workspace.layout.staging.exists()
    assert latest_versions(workspace) == before
    assert stored(workspace, "contacts") == []
    assert not workspace.layout.staging.exists()


def test_a_run_without_contacts_is_still_logged(workspace):
    workspace.write_run(run_row(0, n_rejected=1), *tables([]), reject_rows("run-1", "no_text"))
    with workspace.reader() as reader:
        assert queries.last_run(reader).n_rejected == 1
        assert queries.reject_counts(reader).to_dict("records") == [{"reason": "no_text", "n": 1}]
        assert queries.overview(reader).n_contacts == 0


def test_a_run_id_that_comes_again_replaces_its_ledger(workspace):
    workspace.write_run(run_row(1, n_rejected=1), *tables([A]), reject_rows("run-1", "no_text"))
    write(workspace, [B], "run-2")
    workspace.write_run(run_row(1, n_rejected=1), *tables([A]), reject_rows("run-1", "broken_row"))
    with workspace.reader() as reader:
        assert queries.rejects(reader)["reason"].tolist() == ["broken_row"]
        assert sorted(run.run_id for run in queries.runs(reader)) == ["run-1", "run-2"]


def _renamed(table: pa.Table, name: str) -> pa.Table:
    return table.rename_columns([name if c == "text" else c for c in table.column_names])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda c, m, a, v: (_renamed(c, "texte"), m, a, v), "missing: text; unknown: texte"),
        (lambda c, m, a, v: (pa.concat_tables([c, c]), m, a, v), "repeat the contact_id"),
        (lambda c, m, a, v: (c, pa.concat_tables([m, m]), a, v), "repeat the mention_id"),
        (lambda c, m, a, v: (c, m, a, pa.concat_tables([v, v])), "contact_id and mention_id"),
        (lambda c, m, a, v: (c, m, a.slice(1), v), "every contact needs one annotation"),
        (lambda c, m, a, v: (c.slice(1), m, a, v), "belong to no contact"),
        (lambda c, m, a, v: (c, tables([replace(A, week="2026-W01"), B])[1], a, v), "another week"),
        (lambda c, m, a, v: (c, m, a, tables([A, B], "m2")[3]), "one model version"),
        (lambda c, m, a, v: tables([replace(A, week="../evil", day=None)]), "ISO week"),
        (lambda c, m, a, v: tables([replace(A, week="2026-W60", day=None)]), "ISO week"),
    ],
)
def test_rows_that_do_not_hold_together_are_refused(workspace, spoil, message):
    with workspace.writing() as writer:
        with pytest.raises(ValueError, match=message):
            writer.add(*spoil(*tables([A, B])))
        report = writer.commit(run_row(0), reject_rows())
    assert report.n_new == 0
    assert stored(workspace, "contacts") == []


def test_a_null_where_none_may_be_is_refused(workspace):
    contacts, *others = tables([A])
    nothing = pa.array([None], pa.string())
    spoiled = contacts.set_column(contacts.column_names.index("text"), "text", nothing)
    with workspace.writing() as writer, pytest.raises(ValueError, match=r"contacts: .*null"):
        writer.add(spoiled, *others)


def test_a_contact_that_comes_twice_in_a_run_is_refused(workspace):
    with workspace.writing() as writer:
        writer.add(*tables([A]))
        with pytest.raises(ValueError, match="1 identifiers were already added"):
            writer.add(*tables([B, A]))
        assert writer.commit(run_row(1), reject_rows()).n_new == 1


@pytest.mark.parametrize(
    ("run", "rejects", "message"),
    [
        (run_row(2), reject_rows(), "do not add up"),
        (run_row(1), reject_rows("run-1", "no_text"), "do not add up"),
        (run_row(1), reject_rows("run-9", "no_text"), "other runs: run-9"),
        (run_row(1, model="m9"), reject_rows(), "names model version 'm9'"),
        (pa.concat_tables([run_row(1), run_row(1)]), reject_rows(), "expected one row"),
    ],
)
def test_a_run_that_does_not_account_for_its_rows_is_refused(workspace, run, rejects, message):
    with workspace.writing() as writer:
        writer.add(*tables([A]))
        with pytest.raises(ValueError, match=message):
            writer.commit(run, rejects)
    assert stored(workspace, "runs") == []


def test_a_run_is_committed_once(workspace):
    with workspace.writing() as writer:
        writer.add(*tables([A]))
        writer.commit(run_row(1), reject_rows())
        with pytest.raises(ValueError, match="committed before"):
            writer.commit(run_row(1), reject_rows())


def test_thousands_of_contacts_are_written_in_bounded_pieces(workspace):
    fakes = [Fake(f"c{i:05d}", week=f"2026-W{10 + i % 5}") for i in range(2000)]
    with workspace.writing() as writer:
        writer._staging._buffer_bytes = 2**20
        for start in range(0, len(fakes), 250):
            writer.add(*tables(fakes[start : start + 250]))
        staged = list(workspace.layout.staging.rglob("*.parquet"))
        assert len(staged) > 4 * 5  # more than one flush went to disk before the commit
        report = writer.commit(run_row(len(fakes)), reject_rows())
    assert report.n_new == 2000
    with workspace.reader() as reader:
        assert reader.table("vectors").num_rows == 4000
        assert queries.overview(reader).n_contacts == 2000


_CONTACTS = st.builds(
    Fake,
    contact_id=st.sampled_from("abcde"),
    text=st.sampled_from(["Colis perdu.", "Merci à l'équipe", "œuvre\u00a0: déçu"]),
    week=st.sampled_from(["2026-W46", "2026-W47", "undated"]),
    sentiment=st.sampled_from(["negative", "positive"]),
)
_RUNS = st.lists(
    st.tuples(
        st.lists(_CONTACTS, max_size=5, unique_by=lambda fake: fake.contact_id),
        st.sampled_from(["m1", "m2"]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=5, deadline=None)
@given(runs=_RUNS)
def test_any_runs_in_any_chunks_store_what_a_dictionary_would(runs):
    contacts: dict[str, Fake] = {}
    read_by: dict[tuple[str, str], Fake] = {}
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder), create=True)
        for i, (fakes, model, size) in enumerate(runs):
            for fake in fakes:
                known = contacts.get(fake.contact_id)
                for key in [k for k in read_by if k[0] == fake.contact_id]:
                    if known is None or known.text != fake.text:
                        del read_by[key]
                    else:
                        read_by[key] = replace(read_by[key], week=fake.week)
                contacts[fake.contact_id] = read_by[fake.contact_id, model] = fake
            with workspace.writing() as writer:
                for start in range(0, len(fakes), size):
                    writer.add(*tables(fakes[start : start + size], model))
                writer.commit(run_row(len(fakes), f"run-{i}", model), reject_rows(f"run-{i}"))
        expected = tables(list(contacts.values()))
        for spec, table in zip(CONTACT_TABLES[:2], expected[:2], strict=True):
            assert stored(workspace, spec.name) == sorted(table.to_pylist(), key=repr)
        annotated = [
            tables([fake], model)[2].to_pylist()[0] for (_, model), fake in read_by.items()
        ]
        assert stored(workspace, "annotations") == sorted(annotated, key=repr)
        vectors = [
            row
            for (_, model), fake in read_by.items()
            for row in tables([fake], model)[3].to_pylist()
        ]
        assert stored(workspace, "vectors") == sorted(vectors, key=repr)
