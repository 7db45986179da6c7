import numpy as np
import pytest

from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.examples import Vocabulary


@pytest.fixture(scope="session")
def vocabulary():
    return Vocabulary.of(load_taxonomy(Settings().taxonomy))


@pytest.fixture
def random():
    return np.random.default_rng(0)
