"""Cleaning repairs what is broken, keeps what is meant, and knows its offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import clean_text

MESSY = st.lists(
    st.sampled_from(
        [
            "Ã©", "â€™", "â‚¬", "é", "e\u0301", "&eacute;", "&amp;amp;", "&lt;b&gt;", "&nbsp;",
            "<b>",
            "</b>", "<br/>", "<p class='x'>", "<!--", "-->", "<script>", "</script>", "<", ">", "&",
            "#", ";", "<EMAIL>", "<ADDRESS>", "<address>", " ", "\u00a0", "\u202f", "\t", "\n",
            "\r",
            "\u200b", "\u200d", "\ufeff", "\x00", "\x1b[31m", "\ud83d", "\ude00", "😡", "👩", "💻",
            "||",
            "a", "Mot", "1 234,56 €", ".", "\u1100", "\u1161", "ﬁ", "\x85", "\u2028",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(st.one_of(MESSY, st.text(max_size=40)))
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text)
    assert clean_text(once.text).text == once.text


@given(st.one_of(MESSY, st.text(max_size=40)))
def test_clean_text_has_no_odd_characters_and_encodes(text):
    clean = clean_text(text).text
    assert clean == clean.strip()
    assert "  " not in clean
    assert "\n\n\n" not in clean
    assert not set(clean) & set("\r\t\x00\u200b\u00a0\u202f\ufeff")
    clean.encode("utf-8")


@given(st.one_of(MESSY, st.text(max_size=40)), st.data())
def test_offsets_stay_inside_the_source(text, data):
    aligned = clean_text(text)
    start = data.draw(st.integers(0, len(aligned.text)))
    end = data.draw(st.integers(start, len(aligned.text)))
    low, high = aligned.source_span(start, end)
    assert 0 <= low <= high <= len(text)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("DÃ©Ã§u du service, donâ€™t", "Déçu du service, don’t"),
        ("l&#39;appli plante &amp; rame&hellip;", "l'appli plante & rame…"),
        ("&amp;lt;3 merci", "<3 merci"),
        ("<p>Bonjour<br>vous</p><script>x=1</script>", "Bonjour\nvous"),
        ("gras <b>et</b> <span style='x'>plat</span>", "gras et plat"),
        ("1\u202f234,56\u00a0€", "1 234,56 €"),
        ("zero\u200bwidth\u00ad soft", "zerowidth soft"),
        ("oui || non ||  voilà", "oui\nnon\nvoilà"),
        ("e\u0301te\u0301", "été"),
        ("a\r\n\r\n\r\n\r\nb", "a\n\nb"),
        ("insu\ufb03sant", "insuffisant"),
        ("a\x1b[31mb\ud83d\ude00", "ab😀"),
    ],
)
def test_broken_text_is_repaired(raw, clean):
    assert clean_text(raw).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "J’ai payé 3 < 5 mais > 2, je t'aime <3",
        "« Déçue » 😡🤦‍♀️ ÉTÉ À CHATOU",
        "a <b and c> d",
        "Mon n° est <PHONE>, mon adresse <ADDRESS>",
        "drapeau 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f et 👩‍👩‍👧",
        "R&D; AT&T, x<y",
        "À VOIR » C’est «LIVRÉ»",
    ],
)
def test_meant_text_is_kept(text):
    assert clean_text(text).text == text


def test_words_map_back_to_their_own_source():
    raw = "<p>Colis&nbsp;perdu</p>\n\n\n\n  dÃ©Ã§u\u200b de vous"
    aligned = clean_text(raw)
    assert aligned.text == "Colis perdu\n\ndéçu de vous"
    for word, source in (
        ("Colis", "Colis"),
        ("perdu", "perdu"),
        ("déçu", "dÃ©Ã§u"),
        ("vous", "vous"),
    ):
        start = aligned.text.index(word)
        low, high = aligned.source_span(start, start + len(word))
        assert raw[low:high] == source


@pytest.mark.parametrize(
    "hostile",
    [
        "&amp;" * 9000,
        "<b" * 9000 + ">" * 9000,
        "Ã©" * 9000,
        "<script>" * 5000,
        "<!--" * 9000,
        "\n " * 9000,
    ],
)
def test_hostile_text_is_cleaned_in_linear_time(hostile):
    once = clean_text(hostile).text
    assert clean_text(once).text == once
