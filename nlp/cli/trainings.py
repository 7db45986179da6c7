"""What the commands share that train bundles only to measure them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nlp.api import load_annotator
from nlp.cli.common import FOLDER, INPUT, progress_lines, require_training, taxonomy_option
from nlp.settings import load_settings
from nlp.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from nlp.inference.annotator import Annotator
    from nlp.training.recipe import Recipe

_OPTIONS = (
    click.option("--config", type=INPUT, required=True, help="A recipe."),
    click.option("--output", type=FOLDER, required=True, help="Folder of the bundles and results."),
    click.option("--epochs", type=click.IntRange(min=1), help="Epochs of each training."),
    click.option(
        "--share",
        type=click.FloatRange(min=0, min_open=True, max=1),
        help="Learn from this share of each source only: coarser, sooner.",
    ),
    click.option("--hub", is_flag=True, help="Take the base encoder from the model hub."),
    click.option("--device", default="cpu", show_default=True, help="cpu or cuda."),
    taxonomy_option,
)


@dataclass(frozen=True)
class Trainings:
    """How to train bundles that are measured and thrown away.

    Attributes:
        recipe: Without what only a bundle that is kept needs.
        output: Folder of the bundles and of ``results.json``.
        hub: Whether to take the base encoder from the model hub.
        device: ``cpu`` or ``cuda``.
        taxonomy: Folder of the labels; that of the settings by default.
    """

    recipe: Recipe
    output: Path
    hub: bool
    device: str
    taxonomy: Path | None

    def run(self, train: Callable[..., Any], read: Callable[..., Any], **settings: Any) -> Any:
        """Train and measure, and show how far it is.

        Args:
            train: :func:`nlp.training.leave_out.leave_out_each` or
                :func:`nlp.training.ablation.ablate`.
            read: Reads labelled contacts with the bundle of a folder, as ``train`` asks.
            settings: Of ``train``.
        """
        from nlp.training.base import fetch_base

        self.output.mkdir(parents=True, exist_ok=True)
        with progress_lines() as tell:
            return train(
                self.recipe,
                fetch_base(hub=self.hub),
                load_taxonomy(self.taxonomy or load_settings().taxonomy),
                self.output,
                read,
                device=self.device,
                on_progress=tell,
                **settings,
            )

    def annotator(self, folder: Path) -> Annotator:
        """The bundle of a folder, ready to annotate."""
        return load_annotator(bundle=folder, taxonomy=self.taxonomy)


def trainings_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of :class:`Trainings`, as its first argument.

    Raises:
        MissingExtraError: The extra ``train`` is not there.
    """

    @wraps(command)
    def with_trainings(config: Path, epochs: int | None, share: float | None, **own: Any) -> None:
        require_training()
        from nlp.training.recipe import for_measuring, load_recipe

        recipe = for_measuring(load_recipe(config), epochs, share)
        shared = {name: own.pop(name) for name in ("output", "hub", "device", "taxonomy")}
        command(Trainings(recipe, **shared), **own)

    for option in reversed(_OPTIONS):
        with_trainings = option(with_trainings)
    return with_trainings
