"""The public functions: what the command line does, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.bundle import open_bundle
from nlp.inference.annotator import Annotator
from nlp.pipeline import stateless
from nlp.pipeline.analysis import AnalysisReport, OnProgress, analyze
from nlp.pipeline.checking import checked_in_settings
from nlp.pipeline.ranking import rank_irritants
from nlp.readers import load_mapping
from nlp.settings import Settings, load_settings
from nlp.storage import CustomerKey, Workspace
from nlp.taxonomy import load_taxonomy

if TYPE_CHECKING:
    import pandas as pd


def load_annotator(
    settings: Settings | None = None, *, bundle: Path | None = None, taxonomy: Path | None = None
) -> Annotator:
    """Open the model bundle and the taxonomy.

    Args:
        settings: Settings; those in force by default.
        bundle: Folder of the bundle; that of the settings by default.
        taxonomy: Folder of the taxonomy; that of the settings by default.

    Returns:
        The annotator, loaded.

    Raises:
        BundleError: The bundle is missing, broken or foreign.
        TaxonomyError: The taxonomy is invalid.
    """
    settings = settings or load_settings()
    return Annotator(
        open_bundle(bundle or settings.bundle),
        load_taxonomy(taxonomy or settings.taxonomy),
        threads=settings.threads,
        batch_tokens=settings.batch_tokens,
    )


def annotate_texts(
    texts: Sequence[str], *, langs: Sequence[str | None] | None = None
) -> list[dict[str, Any]]:
    """Annotate texts held in memory.

    Args:
        texts: Texts as customers wrote them.
        langs: Language of each (``fr``, ``en`` or ``None``), where known.

    Returns:
        One record per text, with the fields of a row of ``motif annotate``; offsets
        count code points of the text given.
    """
    return stateless.annotate_texts(texts, load_annotator(), langs=langs)


def analyze_files(
    inputs: Sequence[str | Path],
    *,
    workspace: str | Path,
    mapping: str | Path | None = None,
    id_prefix: str = "",
    taxonomy: str | Path | None = None,
    bundle: str | Path | None = None,
    on_progress: OnProgress | None = None,
) -> AnalysisReport:
    """Analyse files into a workspace: read, prepare, annotate, store, rank.

    Args:
        inputs: Files and folders.
        workspace: Folder of the store; made if missing.
        mapping: YAML file that ties columns to fields.
        id_prefix: Put before every contact's id, for files that number their rows anew.
        taxonomy: Folder of the taxonomy.
        bundle: Folder of the model bundle.
        on_progress: Told stage, what is done and the total.

    Returns:
        What was read, kept, rejected and written.

    Raises:
        InputError: A file, the mapping or the taxonomy is at fault.
        WorkspaceError: The folder is no workspace, or another run writes to it.
        BundleError: The bundle cannot be used.
    """
    settings = load_settings()
    columns = load_mapping(Path(mapping)) if mapping else None
    annotator = load_annotator(settings, bundle=_path(bundle), taxonomy=_path(taxonomy))
    return analyze(
        [Path(path) for path in inputs],
        Workspace.open(Path(workspace), create=True),
        annotator,
        CustomerKey.load_or_create(settings.key_file),
        mapping=columns,
        id_prefix=id_prefix,
        max_cell_chars=settings.max_cell_chars,
        effect_weeks=settings.effect_weeks,
        min_n=settings.min_n,
        checked=checked_in_settings(settings, annotator.taxonomy),
        on_progress=on_progress,
    )


def rank(*, workspace: str | Path, week: str | None = None) -> pd.DataFrame:
    """Rank the irritants of a workspace by what they cost in satisfaction.

    Args:
        workspace: Folder of the store.
        week: Last ISO week to cover; the latest by default.

    Returns:
        One row per irritant, in order; columns and definitions in :mod:`nlp.drivers`.
        Empty for a workspace without contacts.

    Raises:
        WorkspaceError: The folder is no workspace.
    """
    import pandas as pd

    from nlp.schemas import EFFECT

    settings = load_settings()
    labels = load_taxonomy(settings.taxonomy)
    with Workspace.open(Path(workspace)).reader() as reader:
        ranking = rank_irritants(
            reader,
            labels,
            week=week,
            effect_weeks=settings.effect_weeks,
            min_n=settings.min_n,
            checked=checked_in_settings(settings, labels),
        )
    return ranking.effects if ranking else pd.DataFrame(columns=EFFECT.names)


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)
