import json
from datetime import date

import pytest

from nlp.errors import WorkspaceError
from nlp.storage import CustomerKey, Workspace
from nlp.weekly import run as weekly
from nlp.weekly.findings import Kept
from nlp.weekly.run import DONE, Engine, WeeklyOptions, run_weekly
from nlp.weekly.state import Place
from tests.weekly.conftest import export

MONDAY = date(2026, 11, 2)  # of week 45: week 44 is over


@pytest.fixture
def work(tmp_path, annotator, inbox):
    workspace = Workspace.open(tmp_path / "w", create=True)
    engine = Engine(annotator, CustomerKey.load_or_create(tmp_path / "key"))

    def go(today=MONDAY, **options):
        options = WeeklyOptions(today=today, output=tmp_path / "out", min_n=5, **options)
        return run_weekly([inbox], workspace, engine, options)

    go.workspace = workspace
    return go


def test_the_first_run_tells_the_latest_week_to_everybody(work):
    report = work()
    assert report.weeks == ("2026-W44",)
    assert report.status == DONE
    assert report.analysed.n_read == 240
    names = {path.name for path in report.files}
    for stem in ("digest-2026-W44.fr", "digest-2026-W44.en", "digest-2026-W44.direction.fr"):
        assert {f"{stem}.html", f"{stem}.md", f"{stem}.txt"} <= names
    assert all(path.stat().st_size > 200 for path in report.files)


def test_run_twice_it_does_nothing_the_second_time(work, annotator):
    first = work()
    content = {path: path.read_bytes() for path in first.files}
    read = annotator.n_read
    second = work()
    assert (second.analysed, second.weeks, second.n_known) == (None, (), 1)
    assert annotator.n_read == read
    assert {path: path.read_bytes() for path in content} == content


def test_missed_weeks_are_caught_up_from_new_files_alone(work, inbox, annotator):
    work()
    export(inbox / "w45-w46.csv", date(2026, 11, 2), 2, start=1000)
    report = work(date(2026, 11, 16))
    assert report.analysed.n_read == 60
    assert report.weeks == ("2026-W45", "2026-W46")


def test_a_run_killed_between_analysis_and_digest_goes_on_there(work, annotator, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(weekly, "_tell", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            work()
    read = annotator.n_read
    report = work()
    assert report.weeks == ("2026-W44",)
    assert report.analysed is None
    assert annotator.n_read == read


def test_the_same_week_gives_the_same_files(work):
    first = work()
    content = {path.name: path.read_bytes() for path in first.files}
    again = work(week="2026-W44")
    assert {path.name: path.read_bytes() for path in again.files} == content


def test_what_people_keep_beside_the_workspace_is_told(work, annotator, tmp_path):
    family = annotator.taxonomy.irritants.codes[0].partition(".")[0]
    owners, actions, costs = (tmp_path / name for name in ("o.yaml", "a.yaml", "costs.toml"))
    owners.write_text(f"{family}: Ana Roy", encoding="utf-8")
    code = annotator.taxonomy.irritants.codes[0]
    actions.write_text(f"- {{irritant: {code}, date: 2026-10-05, what: Call back}}", "utf-8")
    costs.write_text("[cost_per_contact]\nother = 2.5\n", encoding="utf-8")
    report = work(kept=Kept(owners=owners, actions=actions, costs=costs))
    texts = {path.name: path.read_text("utf-8") for path in report.files if path.suffix == ".txt"}
    for told in (texts["digest-2026-W44.en.txt"], texts["digest-2026-W44.direction.en.txt"]):
        assert "Ana Roy" in told
        assert "ost of contacts" in told
    assert "Call back" in texts["digest-2026-W44.en.txt"]


def test_two_runs_do_not_meet(work):
    with Place.of(work.workspace).held(), pytest.raises(WorkspaceError, match="being written by"):
        work()


def test_the_log_counts_and_repeats_no_word(work):
    work()
    (line,) = Place.of(work.workspace).log.read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert (record["rows_read"], record["status"], record["weeks"]) == (240, 0, ["2026-W44"])
    assert "Rien" not in line
    assert "until" not in line
