import numpy as np
import pytest

from nlp.evaluation import bilingual_distance


def test_the_same_vectors_are_found_and_unlike_ones_are_not():
    rng = np.random.default_rng(0)
    english = rng.normal(3, 1, (200, 16)).astype(np.float32)
    found = bilingual_distance(english, english)
    assert found["french_to_english"] == found["english_to_french"] == 1
    assert found["cosine"] == pytest.approx(1)
    assert abs(found["cosine_of_others"]) < 0.05
    shuffled = bilingual_distance(english, rng.permutation(english))
    assert shuffled["french_to_english"] < 0.05


def test_noise_between_the_languages_is_told():
    rng = np.random.default_rng(1)
    english = rng.normal(0, 1, (300, 8)).astype(np.float32)
    near, far = (english + rng.normal(0, s, english.shape).astype(np.float32) for s in (0.3, 2))
    near, far = bilingual_distance(near, english), bilingual_distance(far, english)
    assert near["cosine"] > 0.9 > far["cosine"] > 0.2
    assert near["french_to_english"] > far["french_to_english"]


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_pairs_are_refused(n):
    with pytest.raises(ValueError, match="two at least"):
        bilingual_distance(np.zeros((n, 4), np.float32), np.zeros((n, 4), np.float32))
