"""State of a training kept on disk: a stopped one resumes at its last saved step.

Beside the state stands a run log, JSON Lines, one line for every few steps and one
per epoch: what to look at while it runs and after.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from nlp.errors import InputError
from nlp.training.averaging import WeightAverage

Curve = list[dict[str, float]]

_STATE, _LOG = "state.pt", "log.jsonl"
_SAVE_EVERY_S = 120.0
_LOG_EVERY = 20


class Progress:
    """Keeps and restores the state of a training.

    Args:
        folder: Where to; ``None`` keeps nothing on disk.
        fingerprint: Of data, settings and base; a state of another training is refused.

    Attributes:
        step: Last step done.
        curve: An entry per finished epoch: mean training losses and held-back losses.
    """

    def __init__(self, folder: Path | None, fingerprint: str = "") -> None:
        self.step = 0
        self.curve: Curve = []
        self._folder, self._fingerprint = folder, fingerprint
        self._best: dict[str, Any] | None = None
        self._found: dict[str, Any] | None = None  # read once: a state is some hundred megabytes
        self._sums: dict[str, list[float]] = {}
        self._started = self._saved = time.monotonic()
        self._before = 0.0
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def seconds(self) -> float:
        """Time spent training, over all its runs, in seconds."""
        return self._before + time.monotonic() - self._started

    @property
    def epochs_without_gain(self) -> int:
        """Epochs since the best one."""
        totals = [entry["held_back_total"] for entry in self.curve]
        return len(totals) - 1 - totals.index(min(totals)) if totals else 0

    def resumable(self) -> bool:
        """Whether a state is there to go on from.

        Raises:
            InputError: It is another training's.
        """
        if self._folder is None or not (self._folder / _STATE).is_file():
            return False
        if self._found is None:
            self._found = torch.load(self._path, weights_only=True)
        if self._found["fingerprint"] != self._fingerprint:
            raise InputError(
                f"{self._folder} holds the state of another training (other data, settings or "
                "base encoder): finish that one with its own recipe, or remove the folder"
            )
        return True

    def attach(
        self,
        modules: nn.ModuleDict,
        optimizer: torch.optim.Optimizer,
        schedule: torch.optim.lr_scheduler.LRScheduler,
        average: WeightAverage,
    ) -> None:
        """Say what the state is made of, and restore it if one is there."""
        self._modules, self._optimizer, self._schedule = modules, optimizer, schedule
        self._average = average
        if not self.resumable() or self._found is None:
            return
        state, self._found = self._found, None
        modules.load_state_dict(state["modules"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        average.load_state_dict(state["average"])
        torch.set_rng_state(state["random"])
        self.step, self.curve, self._best = state["step"], state["curve"], state["best"]
        self._before, self._sums = state["seconds"], state["sums"]

    def after_step(self, step: int, losses: dict[str, float]) -> None:
        """Note a step's losses; save the state every two minutes."""
        self.step = step
        for name, value in losses.items():
            total = self._sums.setdefault(name, [0.0, 0.0])
            total[0] += value
            total[1] += 1
        if step % _LOG_EVERY == 0:
            rounded = {name: round(value, 4) for name, value in losses.items()}
            self._log({"step": step, "seconds": round(self.seconds), **rounded})
        if time.monotonic() - self._saved > _SAVE_EVERY_S:
            self._save()

    def after_epoch(self, held_back: dict[str, float], weights: dict[str, Tensor]) -> None:
        """Note an epoch, keep its weights if they are the best, save the state.

        Args:
            held_back: Losses of the held-back contacts.
            weights: What was judged.
        """
        entry = {"epoch": float(len(self.curve) + 1), "seconds": float(round(self.seconds))}
        entry |= {f"train_{name}": round(s / n, 4) for name, (s, n) in self._sums.items()}
        entry |= {f"held_back_{name}": round(value, 4) for name, value in held_back.items()}
        self.curve.append(entry)
        self._sums = {}
        self._log(entry)
        if self.epochs_without_gain == 0:
            self._best = weights
        self._save()

    def restore_best(self) -> None:
        """Put the best epoch's weights back."""
        if self._best is not None:
            self._modules.load_state_dict(self._best)

    def finish(self) -> None:
        """Remove the state: the training is over and its bundle written."""
        if self._folder is not None:
            shutil.rmtree(self._folder)

    @property
    def _path(self) -> Path:
        if self._folder is None:
            raise ValueError("a training without folder keeps no state")
        return self._folder / _STATE

    def _save(self) -> None:
        self._saved = time.monotonic()
        if self._folder is None:
            return
        state = {
            "fingerprint": self._fingerprint,
            "modules": self._modules.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "average": self._average.state_dict(),
            "random": torch.get_rng_state(),
            "step": self.step,
            "curve": self.curve,
            "best": self._best,
            "seconds": self.seconds,
            "sums": self._sums,
        }
        new = self._path.with_suffix(".new")
        torch.save(state, new)
        new.replace(self._path)

    def _log(self, entry: dict[str, float]) -> None:
        if self._folder is not None:
            with (self._folder / _LOG).open("a", encoding="utf-8") as log:
                log.write(json.dumps(entry) + "\n")
