import pytest

from nlp.discovery.labelling import Words, name_topic
from nlp.text.lemmas import find_lemmas


def words(texts, lang):
    return [Words(t, ls) for t, ls in zip(texts, find_lemmas(texts, lang), strict=True)]


def test_the_name_is_a_phrase_that_several_mentions_say():
    mentions = words(
        ["Je veux des cadrans de montre", "Ajoutez des cadrans de montre", "plus de cadrans"], "fr"
    )
    assert name_topic((("cadran", 1.0), ("montre", 0.8)), mentions) == "Cadrans de montre"


def test_what_one_mention_says_is_no_phrase():
    mentions = words(["The horrible date annoys", "Wrong date again"], "en")
    assert name_topic((("date", 1.0), ("horrible", 0.9)), mentions) == "Date, horrible"


def test_what_two_mentions_say_comes_first():
    mentions = words(["The odd date annoys", "Wrong date", "date again"], "en")
    assert name_topic((("odd", 1.0), ("date", 0.6)), mentions).startswith("Date")


def test_the_same_text_twice_counts_once():
    mentions = words(["Odd date", "Odd date", "date again"], "en")
    assert name_topic((("odd", 1.0), ("date", 0.6)), mentions) == "Date, odd"


def test_words_on_either_side_of_a_stop_are_no_phrase():
    mentions = words(["Facture. Retard encore", "Facture. Retard"], "fr")
    assert "Facture. retard" not in name_topic((("facture", 1.0), ("retard", 1.0)), mentions)


@pytest.mark.parametrize(
    ("terms", "name"), [((), ""), ((("élan", 1.0),), "Élan"), ((("a", 1.0), ("b", 0.5)), "A, b")]
)
def test_a_topic_without_mentions_is_named_by_its_terms(terms, name):
    assert name_topic(terms, []) == name
