from nlp.pipeline.failures import find_failures
from nlp.settings import Settings
from nlp.simulation.corpus import read_corpus


def test_wrong_reasons_are_kept_one_of_a_kind_in_both_languages(annotator):
    corpus = read_corpus(Settings().corpus, annotator.taxonomy)
    found = find_failures(corpus, annotator, n=6, sample=200)
    by_id = {contact.id: contact for contact in corpus}
    assert found["read"] == 200
    # The annotator goes by the text's length: it is nearly always wrong.
    assert 150 < found["wrong"] <= 200
    assert [e["lang"] for e in found["examples"]] == ["fr"] * 3 + ["en"] * 3
    for example in found["examples"]:
        contact = by_id[example["contact_id"]]
        assert example["given"] not in contact.reasons
        assert (example["text"], example["labelled"]) == (contact.text, contact.reasons)
    kinds = {(e["lang"], e["labelled"][0], e["given"]) for e in found["examples"]}
    assert len(kinds) == 6
    assert found == find_failures(corpus, annotator, n=6, sample=200)
