"""``python -m nlp.simulation``: make the sample again."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nlp.errors import MotifError
from nlp.simulation.sample import write_sample
from nlp.simulation.scenario import DEMO, DEMO_SEED
from nlp.taxonomy import load_taxonomy


def main(arguments: Sequence[str] | None = None) -> int:
    """Simulate the demo company out of the corpus and write its exports.

    Args:
        arguments: Of the command line; by default those given to the process.

    Returns:
        Exit status: 0 done, 1 the corpus is at fault. Wrong usage leaves with 2.
    """
    parser = argparse.ArgumentParser(prog="python -m nlp.simulation", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the corpus")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    parser.add_argument(
        "--taxonomy", type=Path, help="folder of the taxonomies (default: beside the corpus)"
    )
    parser.add_argument(
        "--newcomers", type=Path, help="folder of the contacts whose theme the taxonomy lacks"
    )
    parser.add_argument("--value", type=Path, help="folder for the file of the customers")
    parser.add_argument("--seed", type=int, default=DEMO_SEED, help="default: %(default)s")
    given = parser.parse_args(arguments)
    if given.seed < 0:
        parser.error(f"--seed: expected 0 or more, got {given.seed}")
    started = time.monotonic()
    try:
        labels = load_taxonomy(given.taxonomy or given.corpus.resolve().parent / "taxonomy")
        files = write_sample(
            given.corpus,
            given.output,
            taxonomy=labels,
            scenario=DEMO,
            seed=given.seed,
            newcomers=given.newcomers,
            value=given.value,
        )
    except MotifError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    seconds = time.monotonic() - started
    sys.stdout.write(f"{len(files)} files in {given.output}, {seconds:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
