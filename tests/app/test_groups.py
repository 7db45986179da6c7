"""The rankings of a channel, a segment, a product or a language by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.groups import ranking_of
from app.i18n import Words
from app.loaders import open_store
from nlp.cli.rank import command as rank_command
from nlp.pipeline.material import gather
from nlp.pipeline.ranking import MIN_GROUP, effects_table, rank_material, rank_workspace
from nlp.storage import ContactFilter, Workspace
from tests.app.conftest import TAXONOMY, address_of, annotation, contact, write
from tests.app.test_views import box, component, facts, text_of

LANGS = ("fr", "en")
N = 440
N_CHATS = 20
GROUPS = {"channel": ("survey", {"fr": "enquête", "en": "survey"}), "segment": ("Pro", {})}
LABELS = {
    "channel": {"fr": "Canal", "en": "Channel"},
    "segment": {"fr": "Segment", "en": "Segment"},
}


def rows(n: int = N) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Contacts that all have a score; two channels are large, chat is small."""
    contacts, annotations = [], []
    for i in range(n):
        late, rude = i % 5 < 2, i % 7 == 0
        channel = "chat" if i < N_CHATS else ("survey", "review")[i % 2]
        each = contact(
            i,
            channel=channel,
            segment=("Pro", "Particuliers")[i // 2 % 2],
            satisfaction=float(max(0, 6 + i % 4 - 4 * late - 3 * rude)),
            scale="nps",
            customer_id=f"c{i}",
        )
        irritants = [
            *(["delivery.not_received"] if late else []),
            *(["staff.rude"] if rude else []),
        ]
        contacts.append(each)
        annotations.append(annotation(each, irritants=irritants, evidence=[], scores=[]))
    return contacts, annotations


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose rankings the engine estimated."""
    workspace = write(tmp_path_factory.mktemp("groups") / "workspace", *rows())
    rank_workspace(workspace, TAXONOMY)
    return workspace.folder


def cells(app, name: str) -> dict[str, Any]:
    rows_shown = component(app, "motif_ranking")["rows"]
    return {row["code"]: row["cells"][name]["value"] for row in rows_shown}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("column", GROUPS)
def test_a_group_chosen_shows_the_ranking_of_its_contacts_alone(explorer, ranked, column, lang):
    level, names = GROUPS[column]
    app = explorer("irritants", lang, workspace=ranked)
    before = cells(app, "effect")
    box(app, LABELS[column][lang]).select(level).run()

    with Workspace.open(ranked).reader() as reader:
        chosen = ContactFilter(**{f"{column}s": (level,)})
        alone = rank_material(gather(reader, TAXONOMY, chosen=chosen)).effects
    for shown, estimated in {"n": "n", "share": "prevalence", "rank": "rank"}.items():
        figures = dict(zip(alone["irritant"], alone[estimated], strict=True))
        assert cells(app, shown) == pytest.approx(figures)
    known = alone[alone["effect"].notna()]
    effects = dict(zip(known["irritant"], known["effect"], strict=True))
    assert set(effects) == {"delivery.not_received", "staff.rude"}
    assert {code: cells(app, "effect")[code] for code in effects} == pytest.approx(effects)
    assert cells(app, "effect") != before

    said, name = text_of(app), names.get(lang, level)
    title = Words(lang)("ranking.title_group", column=Words(lang)(f"group.{column}"), level=name)
    assert title in said
    n = facts(app).partition(" ")[0]
    assert Words(lang)("ranking.until_n", n=n, weeks=f"3 {'semaines' if lang == 'fr' else 'weeks'}",
                       week="").rstrip() in said  # fmt: skip
    assert Words(lang)("ranking.group") in said
    assert "chosen" not in [c["id"] for c in component(app, "motif_ranking")["columns"]]


@pytest.mark.parametrize("column", GROUPS)
def test_the_counts_of_a_group_are_those_of_the_command(explorer, ranked, column):
    level, _ = GROUPS[column]
    asked = ["--workspace", str(ranked), "--by", column, "--format", "json"]
    told = json.loads(CliRunner().invoke(rank_command, asked, catch_exceptions=False).stdout)
    counts = {row["label"]: row["n"] for row in told if row["segment"] == level}
    shown = cells(explorer("irritants", workspace=ranked, **{column: level}), "n")
    assert counts["delivery.not_received"] > 50
    assert {code: n for code, n in shown.items() if code in counts} == counts


@pytest.mark.parametrize("lang", LANGS)
def test_a_group_of_too_few_contacts_says_so_and_shows_no_figure(explorer, ranked, lang):
    app = explorer("irritants", lang, workspace=ranked, channel="chat")
    words, said = Words(lang), text_of(app)
    assert words("ranking.title_group", column=words("group.channel"), level="chat") in said
    assert words("ranking.too_few.many", n=str(N_CHATS)) in said
    assert words("ranking.too_few.why", least=str(MIN_GROUP)) in said
    drawn = [each.proto.component_name for each in app.get("bidi_component")]
    assert "motif_ranking" not in drawn
    assert not app.get("arrow_vega_lite_chart")
    assert not app.exception


def test_the_link_of_a_group_restores_it(explorer, ranked):
    app = explorer("irritants", "fr", workspace=ranked)
    box(app, "Canal").select("review").run()
    params = address_of(app)
    assert params == {"channel": ["review"]}
    again = explorer("irritants", "fr", workspace=ranked, **params)
    assert box(again, "Canal").value == ["review"]
    assert component(again, "motif_ranking") == component(app, "motif_ranking")
    assert text_of(again) == text_of(app)


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_said_how_to_see_a_group(explorer, ranked, lang):
    assert Words(lang)("ranking.groups") in text_of(explorer("irritants", lang, workspace=ranked))
    two = explorer("irritants", lang, workspace=ranked, channel="survey", segment="Pro")
    assert all(Words(lang)(f"ranking.{key}") in text_of(two) for key in ("filtered", "groups"))


def about(folder: Path, **chosen: tuple[str, ...]) -> str:
    return ranking_of(open_store(folder), ContactFilter(**chosen)).about


def test_a_group_that_holds_all_contacts_has_the_ranking_of_all(tmp_path):
    contacts, annotations = rows(60)
    for each in contacts:
        each["lang"] = "fr"
    workspace = write(tmp_path / "w", contacts, annotations)
    rank_workspace(workspace, TAXONOMY)
    assert about(workspace.folder, langs=("fr",)) == "whole"
    assert about(workspace.folder, channels=("survey",)) == "too_few"
    assert about(workspace.folder, channels=("survey",), langs=("fr",)) == "all"


def test_a_large_group_that_an_earlier_version_did_not_rank_is_told(ranked, tmp_path):
    contacts, annotations = rows()
    workspace = write(tmp_path / "w", contacts, annotations)
    with Workspace.open(ranked).reader() as reader:
        effects = rank_material(gather(reader, TAXONOMY)).effects
    workspace.write_frictions(effects_table(effects), "2026-W46", scale="nps")
    assert about(workspace.folder, channels=("survey",)) == "not_ranked"
    assert about(workspace.folder, channels=("chat",)) == "too_few"
