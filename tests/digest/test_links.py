import re
from urllib.parse import parse_qs, urlsplit

import pytest

from app.links import View, from_params, to_params
from nlp.digest import Explorer, render_html, render_markdown, render_plain
from nlp.errors import InputError
from nlp.storage import ContactFilter, queries
from nlp.storage.addresses import LISTS

SURGE = "2026-W46"
EXPLORER = Explorer("https://motif.example/cx/")


def view_of(url):
    view, ignored = from_params(parse_qs(urlsplit(url).query))
    assert not ignored
    return view


@pytest.mark.parametrize("field", sorted(LISTS.values()))
def test_the_explorer_reads_back_every_choice(field):
    chosen = ContactFilter("2026-W40", "2026-W46", search="l'été & co", **{field: ("é ü&=",)})
    url = EXPLORER.irritants(chosen)
    assert view_of(url).chosen == chosen
    assert parse_qs(urlsplit(url).query) == to_params(View(chosen))
    assert urlsplit(url).path == "/cx/irritants"


def test_a_link_shows_the_contacts_that_the_digest_counts(told_all, reader):
    digest = told_all("product", "Box & Télé")
    text = render_plain(digest, "fr", EXPLORER)
    urls = [line.strip() for line in text.splitlines() if "/verbatims?" in line]
    of_code = {row.code: row for row in digest.top}
    seen = 0
    for view in map(view_of, urls):
        assert view.chosen.products == ("Box & Télé",)
        assert (view.chosen.week_from, view.chosen.week_to) == (SURGE, SURGE)
        if view.chosen.irritants and view.chosen.irritants[0] in of_code:
            row = of_code[view.chosen.irritants[0]]
            page = queries.verbatims(reader, view.chosen)
            assert page.n_total == row.n_week
            assert {q.contact_id for q in row.quotes} <= {v.contact_id for v in page.rows}
            seen += 1
    assert seen == sum(row.n_week > 0 for row in digest.top)


def test_without_an_explorer_there_is_no_link(told_all):
    for render in (render_html, render_markdown, render_plain):
        assert "http" not in render(told_all(), "fr")


def test_every_rendering_links_to_the_same_views(told_all):
    digest = told_all()
    html = set(re.findall(r'href="([^"]+)"', render_html(digest, "en", explorer=EXPLORER)))
    markdown = set(re.findall(r"\(<([^>]+)>\)", render_markdown(digest, "en", explorer=EXPLORER)))
    assert {url.replace("&amp;", "&") for url in html} == markdown
    assert len(markdown) > 3


@pytest.mark.parametrize(
    "base", ["motif.example", "ftp://x", "javascript:alert(1)", "https://", "https://x/?a=1",
             'https://x/"><b>', "https://x y"]
)  # fmt: skip
def test_an_address_that_is_none_is_refused(base):
    with pytest.raises(InputError, match="not the address of an explorer"):
        Explorer(base)
