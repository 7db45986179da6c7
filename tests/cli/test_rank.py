import csv
import io
import json

import numpy as np
import pytest
from click.testing import CliRunner

from nlp.cli import draw_check, rank
from nlp.errors import InputError
from nlp.storage import Workspace
from nlp.types import LANGS
from tests.storage.conftest import Fake, write

SLOW, RUDE = "waiting.processing", "staff.rude"


def contact(i, rng):
    slow, rude, praised = rng.random() < 0.4, rng.random() < 0.25, rng.random() < 0.3
    score = np.clip(round(7 - 4 * slow - 2 * rude + 2 * praised + rng.normal(0, 1)), 0, 10)
    scored = i % 3 > 0
    return Fake(
        f"c{i:03d}",
        week=f"2026-W{40 + i // 60}",
        day=i % 7,
        reasons=(("delivery.late", "return.refund")[i % 2],),
        irritants=(*((SLOW,) if slow else ()), *((RUDE,) if rude else ())),
        praises=("staff",) if praised else (),
        contact={
            "kind": "feedback",
            "channel": ("survey", "review", "call")[i % 3 if scored else 2],
            "segment": ("home", "pro")[int(rng.random() < 0.2 + 0.5 * slow)],
            "lang": ("fr", "en")[i // 3 % 2],
            "product": ("box", "mobile")[i // 7 % 2],
            "customer_id": f"customer {i // 2}",
            "satisfaction": float(score) if scored else None,
            "scale": "nps" if scored else None,
        },
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rank") / "w"
    rng = np.random.default_rng(4)
    write(Workspace.open(folder, create=True), [contact(i, rng) for i in range(360)])
    return folder


@pytest.fixture
def run(workspace):
    def call(*args, command=rank.command):
        done = CliRunner().invoke(command, ["--workspace", str(workspace), *map(str, args)])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    return call


def records(run, *args):
    return json.loads(run(*args, "--format", "json"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("by", rank.VIEWS)
def test_every_view_is_told_in_both_languages(run, by, lang):
    out = run("--by", by, "--lang", lang)
    assert "{" not in out
    assert "nan" not in out.lower().split()
    assert "360" in out


@pytest.mark.parametrize("by", rank.VIEWS)
def test_every_view_has_rows_for_machines(run, by):
    rows = records(run, "--by", by)
    assert rows
    assert len(list(csv.DictReader(io.StringIO(run("--by", by, "--format", "csv"))))) == len(rows)


def test_other_models_stand_beside_the_effect(run):
    row = {row["irritant"]: row for row in records(run)}[SLOW]
    assert row["effect"] == pytest.approx(-4, abs=1)
    for name in ("effect_same_reason", "effect_reweighted"):
        assert row[f"{name}_low"] < row[name] < row[f"{name}_high"] < -2
    assert row["ordinal_agrees"] is True
    assert row["correction"] is None


def test_effects_in_nps_points_and_on_the_common_scale(run):
    answer, nps, common = (
        {row["irritant"]: row for row in records(run, "--points", points)}[SLOW]["effect"]
        for points in ("answer", "nps", "common")
    )
    assert common == pytest.approx(10 * answer)
    assert -200 < nps < 10 * answer < 0


def test_a_family_counts_a_contact_once_and_praise_is_a_strength(run):
    rows = {row["family"]: row for row in records(run, "--by", "family")}
    assert rows["staff"]["reward"] > 0
    assert rows["waiting"]["penalty"] < -2
    assert rows["waiting"]["n"] == rows["waiting"]["n_mentions"]
    assert "1. Attitude" in run("--by", "family", "--lang", "fr")


def test_a_segment_that_waits_more_is_found(run):
    rows = [row for row in records(run, "--by", "segment") if row["label"] == SLOW]
    assert {row["segment"]: row["verdict"] for row in rows} == {"pro": "more", "home": "less"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_working_of_a_line_projects_and_checks(run, lang):
    out = run("--explain", SLOW, "--check", "--what-if", "25", "--lang", lang)
    for text in {
        "fr": (
            "baissait de 25\u202f%",
            "Effet à famille de motif égale",
            "modèle ordinal",
            "doublement robuste",
        ),
        "en": ("fell by 25%", "reason’s family held equal", "ordinal model", "doubly robust"),
    }[lang]:
        assert text.replace("\u202f", " ") in out.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_check_needs_an_irritant(run):
    with pytest.raises(InputError, match="--explain IRRITANT"):
        run("--check")


def test_checked_contacts_correct_the_ranking(run, tmp_path):
    drawn = tmp_path / "drawn.csv"
    run("--output", drawn, "--n", 240, command=draw_check.command)
    with drawn.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len({row["contact_id"] for row in rows}) == 240
    rng = np.random.default_rng(4)
    read = {f"c{i:03d}": contact(i, rng).irritants for i in range(360)}
    for row in rows:
        # People find that the model reads rudeness in too many contacts.
        found = [c for c in read[row["contact_id"]] if c != RUDE or row["contact_id"] < "c180"]
        row["irritants"] = " ; ".join(found)
    with drawn.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    plain = {row["irritant"]: row for row in records(run)}[RUDE]
    corrected = {row["irritant"]: row for row in records(run, "--checked", drawn)}[RUDE]
    assert corrected["correction"] in ("both", "prevalence")
    assert corrected["prevalence"] == pytest.approx(plain["prevalence"] / 2, rel=0.4)
    assert "240" in run("--checked", drawn, "--explain", RUDE)


def test_checked_contacts_of_another_workspace_are_refused(run, tmp_path):
    path = tmp_path / "checked.csv"
    path.write_text("contact_id,irritants\nelsewhere,\n", encoding="utf-8")
    with pytest.raises(InputError, match="none of its 1 contacts"):
        run("--checked", path)
