"""Worlds of known truth: contacts are drawn from them, their projection is computed at large."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

CHANNELS = ["call", "email", "survey", "chat"]


@dataclass(frozen=True)
class World:
    """A population of contacts whose irritants come in families, more often on some channels.

    Scores run from 0 to 10, most of them high; customers come back and keep their mood;
    the channel moves both what is said and how it is scored.
    """

    n_irritants: int = 30
    no_effect: bool = False
    rarest: float = 0.02
    names: list[str] = field(init=False, compare=False)
    prevalence: np.ndarray = field(init=False, compare=False)
    cost: np.ndarray = field(init=False, compare=False)

    def __post_init__(self):
        k = self.n_irritants
        object.__setattr__(self, "names", [f"irritant_{j:02d}" for j in range(k)])
        object.__setattr__(self, "prevalence", np.linspace(self.rarest, 0.12, k))
        cost = np.resize([-3.0, 0.0, -1.5, -0.7, 0.0], k)
        object.__setattr__(self, "cost", np.zeros(k) if self.no_effect else cost)

    def draw(self, n: int, rng: np.random.Generator, answering: float = 0.7) -> pd.DataFrame:
        k, n_customers = self.n_irritants, max(int(n * 0.6), 1)
        customer = rng.integers(0, n_customers, n)
        channel = (customer + rng.integers(0, 3, n)) % len(CHANNELS)
        # What comes up together, what a customer always complains of, and chance.
        latent = rng.standard_normal((n, k), dtype=np.float32)
        latent *= np.sqrt(0.5)
        latent += np.sqrt(0.35) * rng.standard_normal((n, 6))[:, np.arange(k) % 6]
        latent += np.sqrt(0.15) * rng.standard_normal((n_customers, k))[customer]
        more_on_calls = np.where(channel == 0, 0.35, -0.1)[:, None]
        flags = latent + more_on_calls > ndtri(1 - self.prevalence)
        mood = rng.normal(0, 0.8, n_customers)[customer]
        level = 9.3 - 1.2 * (channel == 0) + 0.4 * (channel == 2) + flags @ self.cost
        score = np.clip(np.round(level + mood - rng.gamma(1.0, 1.6, n)), 0, 10)
        frame = pd.DataFrame(flags, columns=self.names)
        frame["channel"] = np.array(CHANNELS)[channel]
        frame["customer"] = customer
        frame["score"] = np.where(rng.random(n) < answering, score, np.nan)
        return frame

    def truth(self, rng: np.random.Generator, n: int = 400_000) -> tuple[pd.Series, pd.Series]:
        """Projection of the score on irritants and channels over ``n`` rows, and prevalences."""
        frame = self.draw(n, rng, answering=1.0)
        dummies = (frame["channel"].to_numpy()[:, None] == np.array(CHANNELS[1:])).astype(float)
        x = np.column_stack([np.ones(n), frame[self.names].to_numpy(float), dummies])
        beta = np.linalg.solve(x.T @ x, x.T @ frame["score"].to_numpy())
        return pd.Series(beta[1 : self.n_irritants + 1], self.names), frame[self.names].mean()


def draw_passengers(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Contacts where ``passenger`` costs nothing but is mostly said along with ``host``.

    ``host`` is a common cause, ``rare`` a rare and severe one, ``noise`` says nothing.
    """
    frame = pd.DataFrame({"host": rng.random(n) < 0.12, "rare": rng.random(n) < 0.025})
    frame["passenger"] = rng.random(n) < np.where(frame["host"], 0.6, 0.015)
    frame["noise"] = rng.random(n) < 0.2
    frame["customer"] = rng.integers(0, int(n * 0.7), n)
    mood = rng.normal(0, 0.8, int(n * 0.7))[frame["customer"]]
    level = 9.3 - 3.0 * frame["host"] - 4.0 * frame["rare"] + mood
    frame["score"] = np.clip(np.round(level - rng.gamma(1.0, 1.6, n)), 0, 10)
    return frame


@pytest.fixture(scope="session")
def make_world():
    return World


@pytest.fixture(scope="session")
def passengers():
    return draw_passengers
