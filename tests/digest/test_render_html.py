from html.parser import HTMLParser

import pytest

from nlp.digest import draw_impacts, render_html
from nlp.digest.chart import Chart

QUIET, SURGE, FIRST = "2026-W45", "2026-W46", "2026-W37"
VOID = {"img", "meta", "br", "hr", "link", "input"}
HOSTILE = (
    "Jamais <script>alert('x')</script> livré {{ 7 * 7 }} {% raw %} "
    "<img src=http://evil.example/p> &lt;b&gt; <a href='javascript:alert(1)'>ici</a> "
    '" onmouseover="x'
)


class Checker(HTMLParser):
    """Checks that tags nest, and collects what a page loads."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.images, self.tags, self.addresses, self.text = [], [], set(), [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        self.addresses += [v for k, v in attrs.items() if k in ("href", "src", "action", "data")]
        assert not [name for name in attrs if name.startswith("on")]
        if tag == "img":
            self.images.append(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def check(html):
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open
    return checker


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("week", [QUIET, SURGE, FIRST])
def test_a_page_is_well_formed_light_and_loads_nothing(told, lang, week):
    digest = told(week)
    chart = draw_impacts(digest, lang)
    html = render_html(digest, lang, chart)
    found = check(html)
    assert f'<html lang="{lang}"' in html
    assert not {"script", "link", "iframe", "object", "form"} & found.tags
    assert all(address.startswith("data:image/png;base64,") for address in found.addresses)
    assert all(image["alt"].strip() for image in found.images)
    assert len(found.images) == (chart is not None)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert len(html.encode()) - len(chart.data_uri if chart else "") < 100_000
    assert 'name="color-scheme"' in html
    assert "prefers-color-scheme: dark" in html


def test_a_mail_can_carry_the_chart_apart(told):
    digest = told(SURGE)
    html = render_html(digest, "fr", draw_impacts(digest, "fr"), chart_src="cid:impact")
    assert check(html).addresses == ["cid:impact"]
    assert "base64" not in html


def test_without_a_chart_there_is_no_image(told):
    assert check(render_html(told(SURGE), "fr")).images == []


def test_text_of_a_customer_is_shown_and_never_acts(make_fake, tell_of):
    evil = make_fake("evil", HOSTILE, irritants=("delivery.late",), evidence=(
        ("irritant", "delivery.late", 0, len(HOSTILE)),))  # fmt: skip
    html = render_html(tell_of(evil), "fr")
    found = check(html)
    assert found.addresses == []
    assert not {"script", "a", "img", "b"} & found.tags
    shown = "".join(found.text)
    assert "<script>alert('x')</script>" in shown
    assert "{{ 7 * 7 }} {% raw %}" in shown
    assert "&lt;b&gt;" in shown


def test_no_customer_is_named(told):
    for lang in ("fr", "en"):
        html = render_html(told(SURGE), lang)
        assert "secret-customer" not in html
        assert "c0360" not in html  # nor any contact identifier


def test_quotes_say_their_language(told):
    html = render_html(told(SURGE), "fr")
    assert 'lang="en"' in html
    assert '<p class="ink" lang="fr"' in html


def test_an_address_of_a_chart_is_escaped(told):
    chart = Chart(b"x", 10, 10)
    html = render_html(told(SURGE), "en", chart, chart_src='"><script>')
    assert "<script>" not in html
