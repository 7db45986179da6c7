"""A running average of the weights: steadier than the last step's, and better calibrated.

Source: Polyak and Juditsky 1992; as an exponential average, Morales-Brotons et al. 2024.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn


class WeightAverage:
    """Exponential average of the parameters that learn.

    Unlike torch's ``AveragedModel`` it copies neither frozen parameters, the greater part of an
    encoder with its embeddings, nor what a module holds beside them.

    Args:
        modules: What learns; its frozen parameters are left alone.
        decay: Share of the average that a step keeps, in [0, 1); 0 is the last step itself. The
            first steps keep less, so that the start is soon forgotten.
    """

    def __init__(self, modules: nn.Module, decay: float) -> None:
        self._learnt = [p for p in modules.parameters() if p.requires_grad]
        self._mean = [p.detach().clone() for p in self._learnt]
        self._decay, self._n = decay, 0

    @torch.no_grad()
    def update(self) -> None:
        """Take the parameters of a step in."""
        self._n += 1
        kept = min(self._decay, self._n / (10 + self._n))
        for mean, parameter in zip(self._mean, self._learnt, strict=True):
            mean.lerp_(parameter, 1 - kept)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Put the average in place of the parameters for a while."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def state_dict(self) -> dict[str, Any]:
        """What a stopped training needs to go on."""
        return {"mean": self._mean, "n": self._n}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore :meth:`state_dict`."""
        self._n = state["n"]
        for mean, kept in zip(self._mean, state["mean"], strict=True):
            mean.copy_(kept)

    @torch.no_grad()
    def _swap(self) -> None:
        for mean, parameter in zip(self._mean, self._learnt, strict=True):
            last: Tensor = parameter.detach().clone()
            parameter.copy_(mean)
            mean.copy_(last)
