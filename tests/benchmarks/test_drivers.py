"""Effects at full size: a million contacts, 46 irritants, 8 controls, on two cores."""

import multiprocessing
import resource
import time

import numpy as np
import pandas as pd
import pytest

N_IRRITANTS = 46
LEVELS = {"channel": 8, "lang": 2, "segment": 5, "week": 26, "product": 12, "family": 16}

MAX_SECONDS = 60
MAX_BYTES = 4 * 2**30


def make_contacts(n: int) -> tuple[pd.DataFrame, list[str]]:
    """Contacts of repeat customers (2.5 each), 6 categories and 2 numbers besides, 60 % scored."""
    rng = np.random.default_rng(0)
    prevalence = np.geomspace(0.0005, 0.1, N_IRRITANTS)
    names = [f"irritant_{j:02d}" for j in range(N_IRRITANTS)]
    flags = {name: rng.random(n) < p for name, p in zip(names, prevalence, strict=True)}
    frame = pd.DataFrame(flags)
    for name, count in LEVELS.items():
        frame[name] = pd.Categorical.from_codes(
            rng.integers(0, count, n).astype(np.int8), [f"{name}_{i}" for i in range(count)]
        )
    frame["tenure"] = rng.exponential(4, n)
    frame["basket"] = rng.lognormal(3, 1, n)
    frame["customer"] = rng.integers(0, int(n / 2.5), n)
    cost = np.resize([-2.0, 0.0, -0.5], N_IRRITANTS)
    level = 8.5 + sum(frame[name].to_numpy() * c for name, c in zip(names, cost, strict=True))
    score = np.clip(np.round(level - rng.gamma(1, 1.5, n)), 0, 10)
    frame["score"] = np.where(rng.random(n) < 0.6, score, np.nan)
    return frame, names


def measure(n: int, out) -> None:
    """Seconds that the estimate takes, and peak memory of a process that does nothing else."""
    from nlp.drivers import estimate_effects

    contacts, names = make_contacts(n)
    controls = [*LEVELS, "tenure", "basket"]
    started = time.perf_counter()
    effects = estimate_effects(contacts, names, "score", controls=controls, cluster="customer")
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    out.put((seconds, peak, int(effects["effect"].notna().sum())))


def run_apart(n: int) -> tuple[float, int, int]:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=measure, args=(n, queue))
    process.start()
    result = queue.get(timeout=600)
    process.join()
    return result


@pytest.mark.bench
def test_a_million_contacts_fit_a_minute_and_four_gigabytes():
    small_seconds, small_peak, _ = run_apart(250_000)
    seconds, peak, n_effects = run_apart(1_000_000)
    print(f"\n250,000 contacts: {small_seconds:.1f} s, peak {small_peak / 2**30:.2f} GiB")
    print(f"1,000,000 contacts: {seconds:.1f} s, peak {peak / 2**30:.2f} GiB")
    assert n_effects == N_IRRITANTS
    assert seconds < MAX_SECONDS
    assert peak < MAX_BYTES
    assert seconds < 6 * small_seconds, "time must grow linearly with the number of contacts"
