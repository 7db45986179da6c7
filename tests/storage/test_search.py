from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.storage.search import MAX_SEARCH_CHARS, search_patterns


@pytest.fixture(scope="module")
def found():
    con = duckdb.connect(":memory:")

    def all_found(search: str, text: str) -> bool:
        patterns = list(search_patterns(search))
        sql = "SELECT regexp_matches($text, $pattern)"
        hits = [con.execute(sql, {"text": text, "pattern": p}).fetchall()[0][0] for p in patterns]
        return all(hits)

    yield all_found
    con.close()


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("rembourse", "Je n'ai jamais été REMBOURSÉ !"),
        ("remboursé", "toujours pas rembourse"),
        ("COLIS recu", "jamais reçu mon colis"),
        ("coeur", "au cœur de l'été"),
        ("cœur", "au coeur de l'ete"),
        ("l'été", "L’ÉTÉ dernier"),
        ('"jamais recu"', "Jamais\u00a0reçu"),
        ('"service client"', "le service\nclient"),
        ('"à 12 €"', "à 12\u202f€ près"),
        ("Noël ça où", "ou bien : ca, noel"),
        ("rembours\u0065\u0301", "remboursé"),
        ("a.b*c (x) [y] \\d ^$|+?{2}", "{^$|+?{2}} \\d [y] (x) a.b*c"),
        ("<PHONE> 100%", "appelez <PHONE>, 100% sûr"),
    ],
)
def test_finds_what_a_person_means(found, search, text):
    assert found(search, text)


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ('"recu jamais"', "jamais reçu"),
        ("colis perdu", "colis arrivé"),
        ("a.b", "axb"),
        ("%", "tout"),
        ("_", "tout"),
        (".*", "tout"),
    ],
)
def test_finds_nothing_else(found, search, text):
    assert not found(search, text)


@pytest.mark.parametrize("search", ["", "   ", '""', '"  "', '"'])
def test_a_blank_search_asks_for_nothing(search):
    assert search_patterns(search) == ()


def test_a_search_that_is_too_long_is_refused_and_not_quoted():
    secret = "motsecret " * MAX_SEARCH_CHARS
    with pytest.raises(InputError, match="at most 500") as caught:
        search_patterns(secret)
    assert "motsecret" not in str(caught.value)


_TYPED = st.text(
    st.characters(max_codepoint=0x24F, exclude_categories=("Cc", "Cs"), exclude_characters='"'),
    min_size=1,
    max_size=30,
)


@given(text=_TYPED)
def test_every_text_finds_itself_in_any_case(found, text):
    assert found(text, text)
    assert found(f'"{text}"', text)
    if len(text.lower()) == len(text):  # the Turkish İ becomes two characters
        assert found(text.lower(), text)
