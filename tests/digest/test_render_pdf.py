import re
import zlib
from dataclasses import replace

import pytest

from nlp.digest import Explorer, draw_impacts, render_pdf

QUIET, SURGE = "2026-W45", "2026-W46"


def streams(pdf):
    """Every stream of a document, unpacked where it was packed."""
    for found in re.finditer(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def n_pages(pdf):
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def letters(pdf):
    """Characters that the fonts of a document can show and copy."""
    maps = b" ".join(s for s in streams(pdf) if b"beginbfchar" in s or b"beginbfrange" in s)
    return maps.decode("latin-1").lower()


@pytest.fixture(scope="session")
def pdf_of(told_all):
    from functools import cache

    @cache
    def make(audience, lang):
        digest = told_all(audience)
        explorer = Explorer("https://motif.example")
        return render_pdf(digest, lang, draw_impacts(digest, lang), explorer)

    return make


def test_the_same_digest_gives_the_same_bytes(told_all, pdf_of):
    digest = told_all("direction")
    again = render_pdf(digest, "fr", draw_impacts(digest, "fr"), Explorer("https://motif.example"))
    assert again == pdf_of("direction", "fr")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_direction_reads_one_page_with_its_chart(pdf_of, lang):
    pdf = pdf_of("direction", lang)
    assert n_pages(pdf) == 1
    assert b"/Subtype /Image" in pdf


def test_language_title_date_links_and_alternative_text_are_told(pdf_of):
    pdf = pdf_of("cx", "fr")
    assert b"/Lang (fr)" in pdf
    assert b"/Title" in pdf
    assert b"D:20261116000000" in pdf  # the day after the week, never the clock
    assert b"/DisplayDocTitle true" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/Alt " in pdf
    assert b"https://motif.example/verbatims?" in pdf
    assert pdf.startswith(b"%PDF-")


def test_french_letters_and_spaces_are_in_the_fonts(pdf_of):
    shown = letters(pdf_of("cx", "fr"))
    for letter in "éà’«»−\u202f€▲":
        assert f"{ord(letter):04x}" in shown, letter


def test_a_sign_without_a_glyph_is_marked_not_lost(told):
    digest = told(QUIET)
    first = digest.top[0]
    quote = replace(first.quotes[0], lead="𓀀 ", evidence="ok", tail="")
    odd = replace(digest, top=(replace(first, quotes=(quote,)),))
    assert "fffd" in letters(render_pdf(odd, "fr"))


def test_long_names_still_make_one_page(told_all):
    digest = told_all("direction")
    names = dict.fromkeys(("fr", "en"), "Un nom d'irritant qui n'en finit vraiment pas " * 6)
    long = replace(digest, top=tuple(replace(row, names=names) for row in digest.top))
    assert n_pages(render_pdf(long, "fr", draw_impacts(digest, "fr"))) == 1
