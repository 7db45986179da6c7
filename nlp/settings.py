"""Settings from a TOML file and the environment; the only place that knows paths."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from nlp.errors import InputError, did_you_mean

_ROOT = Path(__file__).resolve().parent.parent
_PREFIX = "MOTIF_"
_TABLES = ("delivery", "watch")


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set from outside.

    Each field is read, in rising order of precedence, from its default,
    ``motif.toml`` in the working folder, and ``MOTIF_<FIELD>`` in the environment; tables
    stand in the file only.

    Attributes:
        taxonomy: Folder of the taxonomy files.
        bundle: Folder of the model bundle.
        corpus: Folder of Motif's own labelled contacts.
        sample: Folder of the sample that ``make demo`` analyses.
        workspace: Folder of the store, where no ``--workspace`` is given.
        key_file: Secret that keys the hash of customer identifiers; made at first
            use with mode 0600, outside every workspace.
        threads: Threads of the encoder; 0 takes every core.
        batch_tokens: Word pieces encoded at once; bounds memory.
        max_cell_chars: A longer text is rejected as ``cell_too_large``.
        effect_weeks: Trailing weeks on which effects are estimated.
        min_n: Scored mentions below which no effect is shown.
        checked: Table of contacts that people checked, which corrects the ranking for the
            model's reading errors; none by default.
        owners: File that says who answers for which irritant; none by default.
        actions: File of what was done about irritants; none by default.
        topics: File of the topics that people accepted, which are watched; none by default.
        customers: Table of the customers, for figures in money; none by default.
        costs: TOML file of the costs, likewise.
        delivery: The table ``[delivery]`` as parsed, which ``nlp.delivery`` reads and checks
            when something is to be sent. Not in ``repr``: it holds addresses.
        watch: The table ``[watch]`` as parsed, which ``nlp.trends`` reads and checks.
    """

    taxonomy: Path = _ROOT / "data" / "taxonomy"
    bundle: Path = _ROOT / "models" / "motif-base"
    corpus: Path = _ROOT / "data" / "corpus"
    sample: Path = _ROOT / "data" / "sample"
    workspace: Path = Path("workspace")
    key_file: Path = user_config_path("motif") / "customer.key"
    threads: int = 0
    batch_tokens: int = 4096
    max_cell_chars: int = 100_000
    effect_weeks: int = 26
    min_n: int = 20
    checked: Path | None = None
    owners: Path | None = None
    actions: Path | None = None
    topics: Path | None = None
    customers: Path | None = None
    costs: Path | None = None
    delivery: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    watch: Mapping[str, Any] = field(default_factory=dict, hash=False)


def load_settings(folder: Path | None = None) -> Settings:
    """Read the settings in force.

    Args:
        folder: Where to look for ``motif.toml``; the working folder by default.

    Returns:
        The settings.

    Raises:
        InputError: The file is not TOML, names an unknown setting, or a value has
            the wrong type.
    """
    path = (folder or Path.cwd()) / "motif.toml"
    given: dict[str, Any] = {}
    if path.exists():
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{path} is not valid TOML: {error}") from error
    defaults = {each.name: getattr(Settings(), each.name) for each in fields(Settings)}
    values: dict[str, Any] = {
        name: _table(path, name, given.pop(name)) for name in _TABLES if name in given
    }
    # What is absent by default is a file.
    types = {
        name: Path if value is None else type(value)
        for name, value in defaults.items()
        if name not in _TABLES
    }
    for name in given:
        if name not in types:
            raise InputError(
                f"{path}: unknown setting {name!r}; known: {', '.join(defaults)}."
                f"{did_you_mean(name, defaults)}"
            )
    for name in types:
        if (value := os.environ.get(_PREFIX + name.upper())) is not None:
            given[name] = value
    values |= {name: _convert(name, value, types[name]) for name, value in given.items()}
    return replace(Settings(), **values)


def _table(path: Path, name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{path}: {name} must be a table: write [{name}] and its lines below")
    return value


def _convert(name: str, value: Any, kind: type) -> Any:
    if issubclass(kind, Path):
        return Path(str(value)).expanduser()
    try:
        return int(value)
    except (TypeError, ValueError):
        raise InputError(f"setting {name}: expected a whole number, got {value!r}") from None
