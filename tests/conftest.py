"""Settings of all tests."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples at each run, and no deadline: a slow machine is no defect.
settings.register_profile("motif", derandomize=True, deadline=None)
settings.load_profile("motif")

pytest_plugins = ["tests.tiny_checkpoint"]


@pytest.fixture
def printed_on_threads():
    """What a program prints, on one thread and on two."""

    def run(code):
        names = [f"{each}_NUM_THREADS" for each in ("OMP", "OPENBLAS", "MKL", "NUMBA")]
        return [
            subprocess.run(
                [sys.executable, "-c", code],
                env=os.environ | dict.fromkeys(names, threads),
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for threads in "12"
        ]

    return run


@pytest.fixture
def proved():
    """Keep what a proof measured, rows of a table, for the pages; ``make prove`` says where."""

    def keep(name, rows):
        if folder := os.environ.get("MOTIF_PROOFS"):
            text = json.dumps(rows, ensure_ascii=False, indent=1)
            (Path(folder) / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")

    return keep
