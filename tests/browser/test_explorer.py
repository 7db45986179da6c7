from __future__ import annotations

import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.app.conftest import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1"])]

RUDE = "Interlocuteur désagréable ou méprisant"
LOST = "Colis perdu ou non reçu"


def assert_stays_here(visit):
    """Nothing was asked of any machine but this one, and no script failed."""
    hosts = {urlsplit(url).hostname for url in visit.requested if urlsplit(url).hostname}
    assert hosts == {"127.0.0.1"}
    assert visit.errors == []


def test_the_three_pages_and_the_way_between_them(visit, server):
    page = visit.page
    page.goto(server)
    expect(page.get_by_role("heading", name="Classement des irritants")).to_be_visible()
    expect(page.locator("tbody tr[data-code]")).to_have_count(5)
    expect(page.locator("canvas, .vega-embed svg")).not_to_have_count(0)

    page.get_by_role("link", name=LOST, exact=True).click()
    expect(page.get_by_role("heading", name="Verbatims", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/verbatims\?irritant=delivery\.not_received$"))
    expect(page.locator("p.facts")).to_contain_text(LOST)
    expect(page.locator("article.card")).to_have_count(20)
    expect(page.locator("article.card mark.on-irritant").first).to_be_visible()

    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible()
    expect(page.get_by_text("Pas de texte").first).to_be_visible()
    expect(page.get_by_text("jour d’abord, prouvé par")).to_be_visible()
    assert_stays_here(visit)


def test_the_language_switches_and_the_view_stays(visit, server):
    page = visit.page
    page.goto(f"{server}/verbatims?language=en&signal=unresolved")
    expect(page.locator("p.facts")).to_have_text(re.compile("^21 verbatims · anglais · "))
    page.get_by_text("English", exact=True).click()
    expect(page.locator("p.facts")).to_have_text(re.compile("^21 verbatims · English · "))
    expect(page.get_by_label("Search", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("language=en&signal=unresolved"))
    assert_stays_here(visit)


def test_an_english_browser_is_spoken_to_in_english(browser, server):
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(server)
    expect(page.get_by_role("heading", name="Ranking of irritants")).to_be_visible()
    context.close()


def test_a_row_is_followed_and_the_table_sorts(visit, server):
    page = visit.page
    page.goto(server)
    page.locator("tr[data-code='staff.rude'] td.n").click()
    expect(page).to_have_url(re.compile(r"focus=staff\.rude"))
    expect(page.locator("tr.focus")).to_contain_text(RUDE)
    first = page.locator("tbody tr[data-code]").first
    page.get_by_role("button", name="Irritant", exact=True).click()
    expect(first).to_have_attribute("data-code", "place.access")
    page.get_by_role("button", name=re.compile("^Effet")).click()
    expect(first).to_have_attribute("data-code", "delivery.not_received")
    last = page.locator("tbody tr[data-code]").last
    expect(last).to_have_attribute("data-code", re.compile("price.increase|place.access"))
    assert_stays_here(visit)


def test_the_browsers_history_is_followed(visit, server):
    page = visit.page
    page.goto(f"{server}/verbatims")
    expect(page.locator("p.facts")).to_have_text("63 verbatims")
    page.get_by_role("textbox", name="Recherche").fill("gras")
    page.get_by_role("textbox", name="Recherche").press("Enter")
    expect(page.locator("p.facts")).to_contain_text("1 verbatim ·")
    expect(page).to_have_url(re.compile("q=gras"))
    page.go_back()
    expect(page.locator("p.facts")).to_have_text("63 verbatims")
    search = page.get_by_role("textbox", name="Recherche")
    expect(search).to_have_count(1)  # the former box stays until the run ends
    expect(search).to_have_value("")


def test_a_customers_words_show_as_they_are_and_do_nothing(visit, server):
    page = visit.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{server}/verbatims?q=gras")
    card = page.locator("article.card")
    expect(card).to_have_count(1)
    words = card.locator(".words")
    words.locator(".tag").first.evaluate("tag => tag.remove()")
    assert words.inner_text().strip() == HOSTILE
    assert words.locator("b, i, strong, script, img, a, code, .katex").count() == 0
    assert dialogs == []
    assert_stays_here(visit)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's list of sockets")
def test_the_server_answers_this_machine_only(server):
    """Bound to the loopback address: any other address of this machine refuses."""
    port = urlsplit(server).port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) == 0
    bound = Path("/proc/net/tcp").read_text(encoding="ascii")
    listening = {
        line.split()[1].split(":")[0]
        for line in bound.splitlines()[1:]
        if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    }
    assert listening == {"0100007F"}


def test_it_fits_a_telephone(browser, server):
    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path, sign in {
        "": "Classement des irritants",
        "verbatims": "Verbatims",
        "imports": "Lignes rejetées",
    }.items():
        page.goto(f"{server}/{path}")
        expect(page.get_by_role("heading", name=sign)).to_be_visible()
        wide = page.evaluate(
            "() => { const m = document.querySelector('[data-testid=stMain]');"
            " return m.scrollWidth - m.clientWidth }"
        )
        assert wide <= 0, f"{path or 'irritants'} scrolls sideways by {wide} px"
    context.close()
