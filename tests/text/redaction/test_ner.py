"""The recogniser is loaded once and can be asked from several threads."""

from concurrent.futures import ThreadPoolExecutor

from nlp.text.redaction import ner


def test_threads_get_the_same_people():
    texts = [f"Bernard Dubois a écrit {number} fois" for number in range(12)]
    ner.find_people.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: ner.find_people(text, "fr"), texts))
    ner.find_people.cache_clear()
    assert together == [ner.find_people(text, "fr") for text in texts]
    assert all((0, 14) in people for people in together)
