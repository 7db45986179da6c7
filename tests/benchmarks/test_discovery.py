"""Discovery at full size: 300,000 mentions, their vectors given, on two cores."""

import multiprocessing
import resource
import time

import numpy as np
import pandas as pd
import pytest

N_TOPICS = 300
MAX_SECONDS = 600
MAX_BYTES = 8 * 2**30
WORDS = ["colis", "retard", "facture", "remboursement", "agence", "carte", "wifi", "panne"]


def make_mentions(n: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Mentions of 300 topics whose sizes follow a power law, a tenth of them stray."""
    rng = np.random.default_rng(0)
    centers = rng.normal(size=(N_TOPICS, 384)).astype(np.float32)
    share = 1 / np.arange(1, N_TOPICS + 1)
    topic = rng.choice(N_TOPICS, n, p=share / share.sum())
    vectors = rng.normal(size=(n, 384)).astype(np.float32)
    vectors[n // 10 :] += 1.2 * centers[topic[n // 10 :]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = rng.choice(WORDS, (n, 6))
    mentions = pd.DataFrame(
        {
            "mention_id": [f"m{i}" for i in range(n)],
            "text": [" ".join(row) for row in words],
            "lang": np.where(rng.random(n) < 0.5, "fr", "en"),
        }
    )
    return mentions, vectors


def measure(n: int, out) -> None:
    """Seconds that discovery takes, and peak memory of a process that does nothing else."""
    from nlp.discovery.discover import discover

    mentions, vectors = make_mentions(n)
    start = time.perf_counter()
    found = discover(mentions, vectors)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    out.put((seconds, peak, len(found.topics), found.unassigned.share))


@pytest.mark.bench
@pytest.mark.parametrize("n", [30_000, 300_000])
def test_discovery_of_a_large_corpus(n):
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    worker = context.Process(target=measure, args=(n, out))
    worker.start()
    seconds, peak, n_topics, unassigned = out.get(timeout=3 * MAX_SECONDS)
    worker.join()
    print(
        f"\n{n:,} mentions: {seconds:.0f} s, {peak / 2**30:.1f} GB, {n_topics} topics, "
        f"{unassigned:.0%} unassigned"
    )
    assert seconds < MAX_SECONDS
    assert peak < MAX_BYTES
