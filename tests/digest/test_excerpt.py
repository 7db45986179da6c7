import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.digest.excerpt import ELLIPSIS, MAX_CHARS, cut_excerpt

LONG = (
    "Bonjour, je vous écris au sujet de ma commande passée il y a un mois. Elle devait arriver "
    "le 3, puis le 10, puis on m'a dit le 17. Hier encore, personne n'est venu. J'ai appelé quatre "
    "fois et on m'a promis à chaque fois qu'on me rappellerait. Cordialement, une cliente lassée."
)


def words(text):
    return text.replace(ELLIPSIS, " ").split()


def test_a_short_text_is_shown_whole():
    excerpt = cut_excerpt("Colis jamais reçu. Je suis déçue.", (0, 17), lang="fr")
    assert excerpt.text == "Colis jamais reçu. Je suis déçue."
    assert (excerpt.lead, excerpt.evidence) == ("", "Colis jamais reçu")


def test_a_long_text_is_cut_between_clauses():
    start = LONG.index("personne n'est venu")
    excerpt = cut_excerpt(LONG, (start, start + 19), lang="fr")
    assert excerpt.evidence == "personne n'est venu"
    assert excerpt.lead == f"{ELLIPSIS}\u00a0Hier encore, "
    assert excerpt.tail.endswith("lassée.")
    assert len(excerpt.text) <= MAX_CHARS + 10


def test_an_ellipsis_never_glues_to_the_end_of_a_sentence():
    excerpt = cut_excerpt(LONG, (0, 10), lang="fr")
    assert f".{ELLIPSIS}" not in excerpt.text
    assert excerpt.text.endswith(f".\u00a0{ELLIPSIS}")


def test_a_clause_too_long_is_cut_between_words():
    endless = " ".join(f"mot{i}" for i in range(200))
    start = endless.index("mot100")
    excerpt = cut_excerpt(endless, (start, start + 6))
    assert "mot100" in excerpt.evidence
    assert set(words(excerpt.text)) <= set(endless.split())
    assert len(excerpt.text) <= MAX_CHARS + 10


def test_evidence_is_widened_to_whole_words():
    excerpt = cut_excerpt("C'est inadmissible vraiment.", (8, 14), lang="fr")
    assert excerpt.evidence == "inadmissible"


def test_a_paragraph_border_is_not_crossed():
    text = "Jamais livré.\n\nMme Unetelle\nService des achats"
    assert "Unetelle" not in cut_excerpt(text, (0, 12), lang="fr").text


def test_only_what_may_be_shown_is_shown():
    text = "Agent parle. Cliente se plaint du retard. Agent répond."
    excerpt = cut_excerpt(text, (13, 20), within=(13, 41), lang="fr")
    assert excerpt.text == "Cliente se plaint du retard."


def test_marks_between_utterances_become_strokes():
    assert "||" not in cut_excerpt("oui bonjour || j'ai rien reçu || non", (15, 29)).text


def test_characters_that_turn_or_hide_text_are_dropped():
    excerpt = cut_excerpt("abc \u202egnp.exe\u202c \x07 d\u200be", (0, 3))
    assert not {"\u202e", "\u202c", "\x07", "\u200b"} & set(excerpt.text)


def test_a_blank_text_gives_nothing():
    assert cut_excerpt(" \n ", (0, 1)).text == ""


@pytest.mark.parametrize("lang", ["fr", "en", None])
@given(
    tokens=st.lists(
        st.text(alphabet="abcdéè,.;!?'’0€", min_size=1, max_size=12), min_size=1, max_size=120
    ),
    separators=st.lists(st.sampled_from([" ", "  ", "\n", "\n\n"]), min_size=120, max_size=120),
    ends=st.tuples(st.integers(0, 2000), st.integers(0, 2000)),
)
def test_no_word_is_ever_cut(lang, tokens, separators, ends):
    text = "".join(t + s for t, s in zip(tokens, separators, strict=False))
    start, end = sorted(min(x, len(text)) for x in ends)
    excerpt = cut_excerpt(text, (start, end), lang=lang)
    cut = excerpt.text.replace(f"{ELLIPSIS}\u00a0", "").replace(f"\u00a0{ELLIPSIS}", "")
    found = cut.replace(ELLIPSIS, "").split()
    known = set(text.split())
    if found:
        # The last word may lose the comma before an ellipsis.
        last = found[-1]
        assert any(word.startswith(last) and not word[len(last) :].strip(",;:-/") for word in known)
    assert all(word in known for word in found[:-1])
    assert len(excerpt.text) <= MAX_CHARS + max(len(t) for t in tokens) + 6
