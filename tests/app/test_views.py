from __future__ import annotations

import json
import re

import pytest

from app.i18n import Words
from nlp.storage import Workspace, queries
from tests.app.conftest import address_of, annotation, contact, html_of, write
from tests.app.test_highlight import shown

LANGS = ("fr", "en")


def text_of(app) -> str:
    return shown(html_of(app)).text


def component(app, name: str) -> dict:
    """What a component of ours was given."""
    protos = [each.proto for each in app.get("bidi_component")]
    return json.loads(next(p.json for p in protos if p.component_name == name))


def facts(app) -> str:
    return shown(re.search(r'<p class="facts">(.*?)</p>', html_of(app)).group(1)).text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", ["irritants", "verbatims", "imports"])
def test_every_page_draws_in_both_languages(explorer, page, lang):
    app = explorer(page, lang)
    assert not app.exception
    assert f'<h1 class="page">{Words(lang)(f"page.{page}")}</h1>' in html_of(app)


@pytest.mark.parametrize("page", ["irritants", "verbatims", "imports"])
def test_no_pseudonym_is_sent_to_the_browser(explorer, page):
    app = explorer(page)
    assert "secret" not in str(app.main) + str(app.sidebar) + html_of(app)


@pytest.mark.parametrize("lang", LANGS)
def test_headline_figures(explorer, lang):
    said = text_of(explorer("irritants", lang))
    expected = {
        "fr": ["63", "dont 2 échanges", "98,4\u202f%", "91,5\u00a0à\u00a099,7", "1,6\u202f%",
               "31 réponses", "−52"],
        "en": ["63", "of which 2 interactions", "98.4%", "91.5\u00a0to\u00a099.7", "1.6%",
               "31 answers", "−52"],
    }[lang]  # fmt: skip
    assert all(each in said for each in expected)
    assert "±" in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_ranking_says_what_it_is(explorer, lang):
    app = explorer("irritants", lang)
    said = text_of(app)
    expected = {
        "fr": [
            "semaine\u00a046",
            "NPS de 0 à 10",
            "pas une preuve de cause",
            "ne sont pas corrigées",
        ],
        "en": ["week\u00a046", "NPS 0 to 10", "not proof of cause", "are not corrected"],
    }[lang]
    assert all(each in said for each in expected)
    table = component(app, "motif_ranking")
    assert table["rows"][0]["code"] == "delivery.not_received"
    assert table["rows"][-1]["verdict"] == "too_few"
    assert table["focus"] == "delivery.not_received"


def test_rows_lead_to_their_verbatims_within_the_filters(explorer):
    app = explorer("irritants", kind="feedback", channel="survey")
    hrefs = [row["href"] for row in component(app, "motif_ranking")["rows"]]
    assert hrefs[1] == "verbatims?kind=feedback&channel=survey&irritant=staff.rude"
    app = explorer("verbatims", channel="survey", irritant="staff.rude")
    assert address_of(app) == {"channel": ["survey"], "irritant": ["staff.rude"]}


def test_the_irritant_followed_is_chosen_by_address_or_by_hand(explorer):
    app = explorer("irritants", focus="digital.bug")
    assert component(app, "motif_ranking")["focus"] == "digital.bug"
    picker = next(box for box in app.selectbox if "suivi" in box.label)
    assert picker.value == "digital.bug"
    picker.select("staff.rude").run()
    assert component(app, "motif_ranking")["focus"] == "staff.rude"
    assert address_of(app)["focus"] == ["staff.rude"]


def test_filters_change_the_figures_and_the_address(explorer):
    app = explorer("irritants")
    box(app, "Langue").select("en").run()
    assert facts(app) == "21 contacts · anglais"
    assert address_of(app)["language"] == ["en"]
    box(app, "Segment").select("Pro").run()
    assert facts(app) == "11 contacts · anglais · Pro"
    assert "chosen" in [c["id"] for c in component(app, "motif_ranking")["columns"]]
    assert "portent sur tous les contacts" in text_of(app)


def box(app, label):
    return next(each for each in app.multiselect if each.label == label)


def test_a_view_comes_back_from_its_address(explorer):
    first = explorer("verbatims")
    box(first, "Langue").select("fr").run()
    box(first, "Signal").select("unresolved").run()
    first.text_input[0].input("jamais recu").run()
    params = address_of(first)
    assert params == {"language": ["fr"], "signal": ["unresolved"], "q": ["jamais recu"]}
    again = explorer("verbatims", **params)
    assert facts(again) == facts(first)
    assert facts(again).startswith("40 verbatims · français · Problème encore ouvert")
    assert html_of(again) == html_of(first)


def test_filters_survive_a_change_of_page_and_of_language(explorer):
    app = explorer("verbatims", language="en", irritant="custom.code")
    app.switch_page("views/irritants.py")
    app.query_params.clear()
    app.run()
    assert address_of(app) == {"language": ["en"]}
    app.segmented_control[0].set_value("en").run()
    assert facts(app) == "21 contacts · English"
    app.button(key="clear").click().run()
    assert facts(app) == "63 contacts · all weeks"
    assert not app.query_params


def test_an_address_of_the_past_is_followed(explorer):
    app = explorer("verbatims", language="en")
    box(app, "Canal").select("survey").run()
    app.query_params.clear()
    app.query_params["language"] = "fr"
    app.run()
    assert facts(app) == "42 verbatims · français"
    assert box(app, "Canal").value == []


def test_what_a_link_asks_in_vain_is_said_until_the_view_changes(explorer):
    app = explorer("verbatims", channel=["fax", "survey"], irritant="no.such", page="abc")
    assert facts(app) == "30 verbatims · enquête"
    said = text_of(app)
    assert all(each in said for each in ("fax", "no.such", "abc", "inconnu ici"))
    box(app, "Langue").select("fr").run()
    app.run()
    assert "inconnu ici" not in text_of(app)


def test_labels_of_another_taxonomy_can_still_be_read(explorer):
    app = explorer("verbatims", irritant="custom.code")
    assert facts(app) == "1 verbatim · custom.code"


def test_weeks_that_cross_are_said(explorer):
    app = explorer("verbatims", **{"from": "2026-W46", "to": "2026-W44"})
    assert "après la dernière" in app.warning[0].value
    assert "Aucun contact ne correspond" in text_of(app)


def test_pages_follow_each_other_without_loss(explorer):
    app = explorer("verbatims")
    seen = []
    for page in range(1, 5):
        seen += re.findall(r"enquete.csv, ligne (\d+)</p>", html_of(app))
        assert address_of(app).get("page") == ([str(page)] if page > 1 else None)
        assert app.button(key="next").disabled == (page == 4)
        if page < 4:
            app.button(key="next").click().run()
    assert sorted(map(int, seen)) == list(range(1, 64))
    box(app, "Langue").select("en").run()
    assert "page" not in app.query_params
    assert facts(app) == "21 verbatims · anglais"


def test_a_page_beyond_the_last_shows_the_last(explorer):
    app = explorer("verbatims", page="99")
    assert address_of(app)["page"] == ["4"]
    assert html_of(app).count("<article") == 3


def test_clearest_first_shows_probabilities(explorer):
    app = explorer("verbatims", irritant="delivery.not_received", sort="strongest")
    assert "probabilité 0,90" in text_of(app)


def test_verbatims_are_shown_literally(explorer):
    app = explorer("verbatims", q='"gras"')
    markup = html_of(app)
    assert "<script>" not in markup
    assert "<i>P</i>" not in markup
    said = text_of(app)
    assert "$x^2$ :smile: [lien](javascript:alert(1)) ![](http://example.org/x.png)" in said
    assert "*fax*" in said


def test_names_from_files_never_reach_a_markdown_element(explorer):
    app = explorer("verbatims", channel="*fax*", product="<i>P</i>")
    drawn = [each.value for each in (*app.markdown, *app.caption, *app.info, *app.warning)]
    assert not any("fax" in str(value) or "<i>" in str(value) for value in drawn)


@pytest.mark.parametrize("lang", LANGS)
def test_the_import_page_balances_and_explains(explorer, lang):
    said = text_of(explorer("imports", lang))
    expected = {
        "fr": ["95,5\u202f%", "Pas de texte", "tout le fichier", "prouvé par 1\u202f234"],
        "en": ["95.5%", "No text", "whole file", "proved by 1,234"],
    }[lang]
    assert all(each in said for each in ["66", "63", "Verbatim", "m1", *expected])
    assert "of_a_later_version" in said  # a note of another version is shown as stored


def test_messages_of_a_folder_are_counted_with_the_run_that_names_the_folder(explorer, tmp_path):
    contacts = [contact(i, channel="email", source="inbox.mbox") for i in range(3)]
    contacts.append(contact(3, channel="call"))
    workspace = write(tmp_path / "w", contacts, [annotation(each) for each in contacts])
    said = text_of(explorer("imports", workspace=workspace.folder))
    assert all(each in said for each in ("e-mail375,0", "appel125,0"))


def test_earlier_runs_can_be_looked_at(explorer):
    app = explorer("imports")
    assert len(app.selectbox[0].options) == 2
    app.selectbox[0].select_index(1).run()
    assert "Aucune ligne rejetée" in text_of(app)
    app.selectbox[0].select_index(0).run()
    assert "Aucune ligne rejetée" not in text_of(app)


def test_filters_are_kept_while_the_import_page_is_read(explorer):
    app = explorer("verbatims", language="en")
    app.switch_page("views/imports.py")
    app.query_params.clear()
    app.run()
    assert not app.query_params
    app.switch_page("views/verbatims.py")
    app.run()
    assert facts(app) == "21 verbatims · anglais"


def test_counts_agree_with_the_store(explorer, folder):
    with Workspace.open(folder).reader() as reader:
        overview = queries.overview(reader)
    assert facts(explorer("verbatims")) == f"{overview.n_contacts} verbatims"
