"""Weekly counts to watch."""

import numpy as np
import pandas as pd
import pytest

from nlp.trends import WeeklyCounts
from nlp.weeks import weeks_between

WEEKS = weeks_between("2026-W01", "2026-W47")


@pytest.fixture
def make_weekly():
    def make(means, *, n_weeks=40, contacts=300, seed=0, change=None, weeks=WEEKS):
        """Poisson counts; ``change`` maps (series, first week's place) to a new mean."""
        rng = np.random.default_rng(seed)
        names = list(weeks[:n_weeks])
        table = np.repeat(np.asarray(means, float)[:, None], n_weeks, axis=1)
        for (series, place), mean in (change or {}).items():
            table[series, place:] = mean
        counts = np.minimum(rng.poisson(table), contacts)
        codes = [f"billing.c{i}" for i in range(len(table))]
        return WeeklyCounts(
            pd.DataFrame(counts.T, index=names, columns=codes),
            pd.Series(contacts, index=names, dtype="int64"),
        )

    return make
