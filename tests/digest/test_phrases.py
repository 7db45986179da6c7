from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.digest.phrases import MAX_WORDS, N_PHRASES, Evidenced, recurring_phrases

QUEUE = ("Attente au téléphone", "Long wait")


def said(lang, *texts):
    return [Evidenced(lang, text) for text in texts]


def test_words_that_recur_are_found_in_either_language():
    found = recurring_phrases(
        [
            *said("fr", "Quarante minutes avant qu'on décroche", "quarante minutes de musique",
                  "après quarante minutes, plus rien", "raccroché"),
            *said("en", "Hold music for ages", "that hold music!", "the Hold Music again"),
        ],
        QUEUE,
    )  # fmt: skip
    assert [(p.lang, p.text, p.n) for p in found] == [
        ("fr", "quarante minutes", 3),
        ("en", "hold music", 3),
    ]


def test_a_text_sent_many_times_says_it_once():
    assert recurring_phrases(said("fr", *["Une flûte désaccordée"] * 9), QUEUE) == ()


def test_contacts_are_counted_even_so():
    texts = ["La flûte désaccordée"] * 4 + ["flûte désaccordée !", "Encore la flute desaccordee"]
    (phrase,) = recurring_phrases(said("fr", *texts), QUEUE)
    assert phrase.n == 6
    assert phrase.text == "flûte désaccordée"


def test_the_longer_phrase_stands_for_those_within_it():
    texts = [f"{x} le numéro sonne dans le vide {x}" for x in ("lundi", "mardi", "jeudi", "hier")]
    (phrase,) = recurring_phrases(said("fr", *texts), QUEUE)
    assert phrase.text == "numéro sonne dans le vide"


def test_what_readers_know_is_not_told_again():
    texts = [f"attente au téléphone {x}" for x in ("lundi", "mardi", "jeudi", "hier")]
    assert recurring_phrases(said("fr", *texts), QUEUE) == ()


def test_small_words_and_clauses_end_a_phrase():
    texts = [f"{x} on me dit de patienter, flûte" for x in ("lundi", "mardi", "jeudi")]
    assert recurring_phrases(said("fr", *texts), QUEUE) == ()


def test_redacted_data_never_stands_in_a_phrase():
    texts = [f"conseiller <NAME> désolé {x}" for x in ("lundi", "mardi", "jeudi", "hier")]
    assert all("name" not in p.text.lower() for p in recurring_phrases(said("fr", *texts), ()))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["fr", "en", "xx"]), st.text("ab é'<>.\n", max_size=40)),
        max_size=30,
    )
)
def test_phrases_are_few_short_and_from_the_texts(pairs):
    evidence = [Evidenced(lang, text) for lang, text in pairs]
    found = recurring_phrases(evidence, ())
    assert found == recurring_phrases(evidence, ())
    for lang in ("fr", "en"):
        of_lang = [p for p in found if p.lang == lang]
        assert len(of_lang) <= N_PHRASES
        assert all(2 <= len(p.text.replace("'", " ").split()) <= MAX_WORDS for p in of_lang)
        assert all(3 <= p.n <= sum(e.lang == lang for e in evidence) for p in of_lang)
