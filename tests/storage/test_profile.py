import pytest

from nlp.storage import ContactFilter, Workspace, queries
from tests.storage.conftest import Fake, reject_rows, run_row, tables

FAKES = (
    Fake("a", week="2026-W45"),
    Fake("b", week="2026-W46"),
    Fake("c", week="2026-W46", contact={"product": "Livraison"}),
    Fake("d", week="2026-W46", contact={"source": "other.csv"}),
)


@pytest.fixture
def reader(tmp_path):
    workspace = Workspace.open(tmp_path / "workspace", create=True)
    lost = reject_rows("run-1", "no_text", "broken_row", "broken_row")
    workspace.write_run(run_row(4, n_rejected=3), *tables(FAKES), lost)
    with workspace.reader() as opened:
        yield opened


def test_rows_that_were_not_kept_are_shared_out_over_the_weeks_of_their_file(reader):
    profile = queries.import_profile(reader)
    assert profile.index.tolist() == ["2026-W45", "2026-W46"]
    assert profile["n_rejected"].tolist() == pytest.approx([2 / 3, 4 / 3])
    assert profile["n_without_text"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert profile["n_read"].tolist() == pytest.approx([2, 5])  # nothing of other.csv was lost


def test_a_file_read_twice_loses_its_rows_once(tmp_path):
    workspace = Workspace.open(tmp_path / "workspace", create=True)
    for run, model in (("run-1", "m1"), ("run-2", "m2")):
        lost = reject_rows(run, "no_text")
        workspace.write_run(run_row(4, run, model, n_rejected=1), *tables(FAKES, model), lost)
    with workspace.reader() as opened:
        assert queries.import_profile(opened)["n_read"].sum() == pytest.approx(5)


def test_only_the_weeks_chosen(reader):
    chosen = queries.import_profile(reader, ContactFilter(week_to="2026-W45"))
    assert chosen.index.tolist() == ["2026-W45"]


def test_where_contacts_come_from_without_their_words(reader):
    profile = queries.contact_profile(reader)
    assert "text" not in profile.columns
    assert profile["week"].tolist() == ["2026-W45", "2026-W46", "2026-W46", "2026-W46"]
