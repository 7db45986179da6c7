import json
from datetime import UTC, datetime

import pytest

from nlp.errors import WorkspaceError
from nlp.storage import Workspace
from nlp.weekly.state import Place, State


@pytest.fixture
def place(tmp_path):
    return Place.of(Workspace.open(tmp_path / "w", create=True))


def test_a_file_is_new_until_it_was_read_whatever_its_name(place, tmp_path):
    first, copy, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    first.write_text("same")
    copy.write_text("same")
    other.write_text("other")
    state = State.load(place)
    new = state.new_files([first, copy, other], "m1")
    assert len(new) == 2
    state.files |= dict.fromkeys(new, "m1")
    state.save()
    again = State.load(place)
    assert not again.new_files([first, copy, other], "m1")
    assert len(again.new_files([first, other], "m2")) == 2
    other.write_text("changed")
    assert list(again.new_files([first, other], "m1").values()) == [other]


def test_weeks_told_are_kept(place):
    state = State.load(place)
    state.told("2026-W46", datetime(2026, 11, 16, 7, 30, tzinfo=UTC))
    state.save()
    assert State.load(place).weeks == {"2026-W46": "2026-11-16T07:30:00+00:00"}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": 3, "weeks": {}}'])
def test_a_damaged_state_says_what_to_do(place, content):
    place.state.write_text(content)
    with pytest.raises(WorkspaceError, match="Delete it: the next run"):
        State.load(place)


def test_two_runs_do_not_meet(place):
    with place.held(), pytest.raises(WorkspaceError, match="is being written by"), place.held():
        pass
    with place.held():
        pass


def test_the_log_has_a_line_per_run(place):
    place.write_log({"status": 0})
    place.write_log({"status": 75})
    assert [json.loads(line)["status"] for line in place.log.read_text().splitlines()] == [0, 75]
