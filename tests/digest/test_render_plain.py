import pytest

from nlp.digest import Explorer, render_plain
from nlp.digest.render_plain import WIDTH

QUIET, SURGE, FIRST = "2026-W45", "2026-W46", "2026-W37"


@pytest.mark.parametrize("audience", ["cx", "direction"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_lines_fit_and_nothing_is_cut_within_a_word(told_all, lang, audience):
    text = render_plain(told_all(audience), lang, Explorer("https://motif.example"))
    wide = [line for line in text.splitlines() if len(line) > WIDTH]
    assert all("https://" in line for line in wide)
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    if lang == "fr":
        assert not any(line[:1] in "\u00a0\u202f;?%" and line[:1] for line in text.splitlines())


def test_it_says_all_that_the_digest_does(told_all):
    digest = told_all()
    text = " ".join(render_plain(digest, "en").split())
    for row in digest.top:
        assert row.names["en"] in text
    for quote in (q for row in digest.top for q in row.quotes):
        assert " ".join(quote.text.split()[:4]) in text.replace(" > ", " ")
    for words in ("App update", "new irritant?", "Pay daily", "a fall followed", "€412,300",
                  "The channel changed in week 44.", "Owner: Ana Roy"):  # fmt: skip
        assert words in text, words
    assert "secret-customer" not in text


def test_no_break_spaces_survive_and_hold(told_all):
    text = render_plain(told_all(), "fr")
    assert "\u202f%" in text
    assert "412\u202f300\u202f€" in text
