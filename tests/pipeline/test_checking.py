import numpy as np
import pytest

from nlp.errors import InputError
from nlp.pipeline.checking import draw_to_check, read_checked_contacts
from nlp.pipeline.material import gather
from nlp.settings import Settings
from nlp.storage import Workspace
from nlp.taxonomy import load_taxonomy
from tests.storage.conftest import Fake, write

SLOW, RUDE = "waiting.processing", "staff.rude"


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy(Settings().taxonomy)


def read(tmp_path, content, taxonomy):
    path = tmp_path / "checked.csv"
    path.write_text(content, encoding="utf-8")
    return read_checked_contacts(path, taxonomy)


def test_lists_of_codes_say_yes_or_no_for_every_irritant(tmp_path, taxonomy):
    table = read(tmp_path, f"contact_id,irritants\na,{SLOW};{RUDE}\nb,\n", taxonomy)
    assert table.loc["a", [SLOW, RUDE]].all()
    assert table.loc["a"].sum() == 2
    assert not table.loc["b"].any()
    assert set(table.columns) == set(taxonomy.irritants.codes)


def test_columns_of_yes_and_no_leave_the_others_unchecked(tmp_path, taxonomy):
    content = f"contact_id;{SLOW};sampling_probability\na;oui;0,5\nb;non;1\n"
    table = read(tmp_path, content, taxonomy)
    assert table[SLOW].tolist() == [True, False]
    assert table["sampling_probability"].tolist() == [0.5, 1.0]
    assert RUDE not in table


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,irritants\na,\n", "needs a column contact_id"),
        ("contact_id,found\na,\n", "needs a column irritants"),
        ("contact_id,irritants\na,staff.rud\n", "row 1: 'staff.rud'.*staff.rude"),
        ("contact_id,irritants\na,\na,\n", "'a' is checked more than once"),
        (f"contact_id,{SLOW}\na,perhaps\n", "expected yes or no, got 'perhaps'"),
        ("contact_id,irritants,sampling_probability\na,,0\n", "above 0 and at most 1"),
        ("contact_id,irritants,sampling_probability\na,,nan\n", "above 0 and at most 1"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, taxonomy, content, said):
    with pytest.raises(InputError, match=said):
        read(tmp_path, content, taxonomy)


def test_a_draw_favours_what_was_read_and_tells_the_chances(tmp_path, taxonomy):
    fakes = [Fake(f"c{i:03d}", irritants=(SLOW,) if i % 10 == 0 else ()) for i in range(200)]
    workspace = Workspace.open(tmp_path / "w", create=True)
    write(workspace, fakes)
    with workspace.reader() as reader:
        material = gather(reader, taxonomy)
        drawn = draw_to_check(reader, material, 60, seed=1)
        assert drawn == draw_to_check(reader, material, 60, seed=1)
        assert len(draw_to_check(reader, material, 1000)) == 200
        with pytest.raises(InputError, match="at least 1, got 0"):
            draw_to_check(reader, material, 0)
    chances = np.array([row["sampling_probability"] for row in drawn])
    assert len({row["contact_id"] for row in drawn}) == 60
    # Every draw stands for all contacts.
    assert (1 / chances).sum() == pytest.approx(200)
    assert sum(row["contact_id"][-1] == "0" for row in drawn) == 20
    assert all(row["text"] and row["irritants"] == "" for row in drawn)
