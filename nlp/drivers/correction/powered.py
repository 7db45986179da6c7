"""Prevalences corrected for reading errors: the prediction-powered mean.

With ``q`` the share of all contacts in which an irritant was read, ``x`` what people found
in a checked contact and ``x'`` what the model read in it, the prevalence is

    p = lambda q + mean over the checked contacts of (x - lambda x'),

unbiased whatever the model's errors (Angelopoulos et al. 2023, *Science* 382). The variance
is least for lambda = cov(x, x') / var(x') (power tuning: Angelopoulos, Duchi & Zrnic 2023,
arXiv 2311.01453); for yes and no this lambda is the share truly there where the model read it,
a, less the share where it did not, b, and ``p = q a + (1 - q) b``: the checked contacts
post-stratified by what was read. Checked contacts weigh 1 / sampling probability.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.contacts.design import Design
from nlp.drivers.correction.checked import Checked
from nlp.drivers.table.description import effective_contacts

Floats = NDArray[np.float64]

MIN_CHECKED = 5
"""Checked contacts in which an irritant must have been read, and must not, for its prevalence
to be corrected. How often people found it has no say: to correct only where they found it
often enough would pick the samples that hold too much of it."""


@dataclass(frozen=True, slots=True)
class Prevalences:
    """Prevalences of k irritants, each corrected where it can be.

    Attributes:
        shares: Prevalences; (k,).
        worth: Independent contacts that would tell each as precisely; (k,). An irritant that
            is not corrected has NaN.
        corrected: Which ones are corrected; (k,).
        covariance: Their covariance, by customer; (k, k).
        tuning: Weight of the model's reading of all contacts, lambda, in [0, 1]; 1 where
            not corrected; (k,).
        of_read: What each checked customer adds to ``q``; (G, k).
        of_checked: What it adds through the checked contacts; (G, k), 0 where not corrected.
        stretch: Factor, 1 or more, on the standard errors that the customers' contributions
            give; (k,).
    """

    shares: Floats
    worth: Floats
    corrected: NDArray[np.bool_]
    covariance: Floats
    tuning: Floats
    of_read: Floats
    of_checked: Floats
    stretch: Floats


def powered_prevalences(checked: Checked, design: Design, spread: Floats) -> Prevalences:
    """Correct the prevalences by the checked contacts.

    Sampling error is counted by customer, over all contacts and checked ones together. Where
    few checked contacts are misread, none may be by chance: no variance is taken to be below the
    binomial one of a and b, with one more contact found and one not, and of q as it is shown.

    Args:
        checked: The checked contacts.
        design: All contacts.
        spread: Covariance of the uncorrected prevalences, by customer; (k, k).

    Returns:
        The prevalences; those not checked, or read too rarely among the checked, as they were.
    """
    q = design.flags.mean(axis=0, dtype=np.float64)
    w = checked.weights / checked.weights.sum()
    read = checked.read.sum(axis=0)
    corrected = checked.asked & ~design.unknown
    corrected &= np.minimum(read, checked.n - read) >= MIN_CHECKED
    tuning, binomial = _tune(checked, q, corrected)
    rest = np.where(corrected, checked.truth - tuning * checked.read, 0.0)
    mean = w @ rest
    of_checked = checked.by_customer(w[:, None] * (rest - mean), checked.at)
    of_checked *= np.sqrt(checked.n_customers / max(checked.n_customers - 1, 1))
    everywhere = np.arange(len(checked.related))
    of_read = checked.by_customer(checked.related_read - q, everywhere) / design.n_contacts
    between = tuning[:, None] * (of_read.T @ of_checked)
    covariance = np.outer(tuning, tuning) * spread + between + between.T + of_checked.T @ of_checked
    shares = np.clip(np.where(corrected, tuning * q + mean, q), 0.0, 1.0)
    own = np.diag(covariance)
    as_read = q * (1 - q) / effective_contacts(q, np.diag(spread), design)
    variance = np.where(corrected, np.maximum(binomial + tuning**2 * as_read, own), own)
    stretch = np.sqrt(np.divide(variance, own, out=np.ones(len(q)), where=own > 0))
    return Prevalences(
        shares=shares,
        worth=_worth(shares, variance, corrected, design.n_contacts, w),
        corrected=corrected,
        covariance=covariance * np.outer(stretch, stretch),
        tuning=tuning,
        of_read=of_read,
        of_checked=of_checked,
        stretch=stretch,
    )


def _tune(checked: Checked, q: Floats, corrected: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Tuning of each irritant, and the binomial variance of what the checked contacts add."""
    tuning, binomial = np.ones(len(q)), np.zeros(len(q))
    for j in np.flatnonzero(corrected):
        shares = []
        there = checked.read[:, j] > 0
        for members, size in ((there, q[j]), (~there, 1 - q[j])):
            w = checked.weights[members]
            share, n = float(w @ checked.truth[members, j] / w.sum()), float(w.sum() ** 2 / (w @ w))
            hedged = (n * share + 1) / (n + 2)
            binomial[j] += size**2 * hedged * (1 - hedged) / n
            shares.append(share)
        # A model that reads the contrary of the truth helps nobody: the checked stand alone.
        tuning[j] = max(shares[0] - shares[1], 0.0)
    return tuning, binomial


def _worth(
    shares: Floats, variance: Floats, corrected: NDArray[np.bool_], n_contacts: int, w: Floats
) -> Floats:
    # Where nothing was found the variance tells no size of sample: the checked contacts do.
    worth = np.full(len(shares), 1 / float(w @ w))
    inside = (shares > 0) & (shares < 1) & (variance > 0)
    np.divide(shares * (1 - shares), variance, out=worth, where=inside)
    return np.where(corrected, np.clip(worth, 1.0, n_contacts), np.nan)
