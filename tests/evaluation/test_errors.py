from nlp.evaluation import confusions, errors_in_words


def test_the_commonest_errors_come_first_and_right_answers_are_none():
    pairs = [("a", "b"), ("b", "a"), ("a", "a"), ("b", "a"), ("a", "c")]
    assert confusions(pairs) == [("b", "a", 2), ("a", "b", 1), ("a", "c", 1)]


def test_errors_in_words_say_that_there_are_others():
    errors = [("b", "a", 2), ("a", "b", 1), ("a", "c", 1)]
    assert errors_in_words(errors) == "b → a (2), a → b (1), a → c (1)"
    assert errors_in_words(errors, top=1) == "b → a (2) and others"
    assert errors_in_words([]) == "none"
