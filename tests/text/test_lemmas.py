from nlp.text.lemmas import find_lemmas, stop_words


def forms(text, lang):
    return [lemma.form for lemma in find_lemmas([text], lang)[0]]


def test_french_and_english_words_come_under_their_dictionary_form():
    assert "montre" in forms("Les montres sont livrées sans chargeurs.", "fr")
    assert "watch" in forms("The watches came without chargers.", "en")


def test_offsets_point_at_the_words():
    text = "Écrire à <EMAIL> : l’application plante"
    (lemmas,) = find_lemmas([text], "fr")
    assert [text[lemma.start : lemma.end] for lemma in lemmas][-2:] == ["application", "plante"]
    assert not any("email" in lemma.form for lemma in lemmas)


def test_stop_words_of_both_languages_numbers_and_links_are_left_out():
    assert forms("avec the 42 et https://exemple.fr", "fr") == []
    assert {"the", "même", "meme"} <= stop_words()


def test_empty_texts_have_no_words():
    assert find_lemmas(["", "   "], "en") == [[], []]
    assert find_lemmas([], "fr") == []
