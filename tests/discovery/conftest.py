import numpy as np
import pandas as pd
import pytest

DIM = 384

THEMES = [
    ("la sonnerie du réveil ne marche plus", "the alarm clock ringtone stopped working"),
    ("ajoutez des cadrans pour ma montre", "please add more watch faces"),
    ("le coach vocal parle seulement anglais", "the voice coach speaks English only"),
    ("la batterie se vide en deux heures", "battery drains within two hours"),
    ("impossible de connecter le bracelet", "cannot pair the bracelet with bluetooth"),
    ("la caisse automatique refuse ma carte", "the self checkout rejects my card"),
]


class World:
    """Mentions of known topics: each theme is a direction, each mention is near one."""

    def __init__(self, n_per_topic=12, n_topics=6, noise=0.5, n_stray=0, seed=0):
        rng = np.random.default_rng(seed)
        axes = np.linalg.qr(rng.normal(size=(DIM, n_topics)))[0].T
        truth = np.repeat(np.arange(n_topics), n_per_topic)
        spread = rng.normal(size=(len(truth), DIM)) * noise / np.sqrt(DIM)
        stray = rng.normal(size=(n_stray, DIM)) / np.sqrt(DIM)
        vectors = np.concatenate([axes[truth] + spread, stray])
        self.truth = np.concatenate([truth, np.full(n_stray, -1)])
        self.vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        langs = ["fr" if i % 2 else "en" for i in range(len(self.truth))]
        texts = [
            f"{THEMES[t % 6][0 if lang == 'fr' else 1]} {'encore' if i % 3 else 'ici'}"
            for i, (t, lang) in enumerate(zip(self.truth, langs, strict=True))
        ]
        self.mentions = pd.DataFrame(
            {"mention_id": [f"m{i}" for i in range(len(texts))], "text": texts, "lang": langs}
        )


@pytest.fixture(scope="session")
def make_world():
    return World


@pytest.fixture(scope="session")
def world():
    return World()


@pytest.fixture(scope="session")
def found(world):
    from nlp.discovery.discover import discover

    return discover(world.mentions, world.vectors)
