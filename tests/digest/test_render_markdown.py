import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from nlp.digest import render_markdown
from nlp.digest.blocks import QuoteText
from nlp.digest.model import Quote
from nlp.digest.render_markdown import _quote, escape_markdown

QUIET, SURGE = "2026-W45", "2026-W46"
HOSTILE = (
    "![x](http://evil.example/p.png) [clic](javascript:alert(1)) <b>gras</b> **fort** `code` "
    "| cellule ~~rayé~~ # titre <script>alert(1)</script> &amp; www.evil.example moi@evil.example "
    "\\ fin_de_mot_"
)


def parsed(text):
    """Tokens of a document, children included."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = []
    for token in parser.parse(text):
        tokens += [token, *(token.children or [])]
    return tokens


def shown(text):
    """What a reader of one line sees."""
    return "".join(
        t.content for t in parsed(text) if t.type in ("text", "code_inline", "html_inline")
    ).replace("\u2060", "")


def test_hostile_text_shows_as_it_is():
    escaped = escape_markdown(HOSTILE)
    kinds = {token.type for token in parsed(escaped)}
    assert kinds == {"paragraph_open", "inline", "text", "paragraph_close"}
    assert shown(escaped) == HOSTILE


def test_addresses_are_broken_for_programs_that_link_them():
    escaped = escape_markdown("voir http://evil.example, www.evil.example, a@evil.example")
    for part in ("://evil", "www.evil", "@evil"):
        assert part not in escaped


def test_short_codes_of_emoji_show_as_they_are():
    assert escape_markdown("super :smile: à 12:30") == "super \\:smile: à 12:30"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"))))
def test_any_word_shows_as_it_is(word):
    line = f"mot {word} mot"
    escaped = escape_markdown(line)
    assert {t.type for t in parsed(escaped)} == {
        "paragraph_open",
        "inline",
        "text",
        "paragraph_close",
    }
    assert shown(escaped) == line.replace("\u2060", "")


@pytest.mark.parametrize(
    ("lead", "evidence", "tail"),
    [
        ("", "Jamais livré", "."),
        ("C'est ", "« nul »", " et cher"),
        ("l'", "attente", " dure"),
        ("abc", "(def)", "ghi"),
        ("", "fin!", "suite"),
        ("…\u00a0", "a*b*c", "\u00a0…"),
    ],
)
def test_evidence_is_bold_whatever_stands_around_it(lead, evidence, tail):
    quote = QuoteText("fr", "«\u00a0", lead, evidence, tail, "\u00a0»", "enquête")
    rendered = MarkdownIt("commonmark").render(_quote(quote))
    assert "<strong>" in rendered
    assert "**" not in rendered


def test_a_hostile_customer_changes_nothing_of_the_document(make_fake, tell_of):
    evil = make_fake("evil", HOSTILE, irritants=("delivery.late",))
    document = render_markdown(tell_of(evil), "fr")
    kinds = {token.type for token in parsed(document)}
    assert not {"link_open", "image", "code_inline", "s_open", "html_block", "html_inline"} & kinds
    assert "evil.example/p.png" in document


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_document_has_its_sections_tables_and_chart(told, lang):
    document = render_markdown(told(SURGE), lang, chart_src="digest.png")
    tokens = parsed(document)
    heads = [t for t in tokens if t.type == "heading_open"]
    assert [t.tag for t in heads].count("h1") == 1
    assert len([t for t in tokens if t.type == "table_open"]) == len(told(SURGE).top)
    (image,) = [t for t in tokens if t.type == "image"]
    assert image.attrs["src"] == "digest.png"
    assert "secret-customer" not in document


def test_quotes_hold_the_same_words_in_both_renderings(told):
    quotes: list[Quote] = [q for row in told(SURGE).top for q in row.quotes]
    lines = render_markdown(told(SURGE), "en").split("\n")
    cited = [shown(line.removeprefix("> ").rstrip()) for line in lines if line.startswith("> “")]
    for quote in quotes:
        assert f"“{quote.text}”" in cited


@pytest.mark.parametrize("line", ["- a", "+ a", "1. a", "12) a", "7.8% a", "+0.4 a", "-"])
def test_a_line_never_starts_a_list(line):
    escaped = escape_markdown(line)
    assert {t.type for t in parsed(escaped)} == {
        "paragraph_open",
        "inline",
        "text",
        "paragraph_close",
    }
    assert shown(escaped) == line
