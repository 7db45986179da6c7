"""Topics that a person accepted: a small file that people keep, watched with the irritants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.digest.model import Names
from nlp.digest.owners import read_yaml
from nlp.errors import InputError
from nlp.types import LANGS, Lang

if TYPE_CHECKING:
    import pandas as pd

AcceptedTopics = Mapping[str, Names]
"""Per identifier of an accepted topic, the names that people gave it; a language without one
keeps the name that discovery found."""

_GONE: Mapping[Lang, str] = {
    "fr": "Le sujet suivi {topic} n’est plus parmi les sujets trouvés\u00a0: il a disparu ou s’est "
    "fondu dans un autre.",
    "en": "The accepted topic {topic} is no longer among the topics found: it died or merged "
    "into another.",
}


@dataclass(frozen=True)
class TopicSeries:
    """The accepted topics as found up to a week.

    Attributes:
        by_contact: One row per contact of the weeks looked at: ``contact_id``, ``week`` and the
            list ``topics`` of its topics.
        names: Names of each accepted topic that was found again.
        gone: Those that were not, by the name that people gave them or their number.
    """

    by_contact: pd.DataFrame
    names: Mapping[str, Names]
    gone: tuple[Names, ...] = ()

    def gone_notes(self) -> tuple[Names, ...]:
        """A sentence about each topic that can no longer be watched, per language."""
        return tuple(
            {lang: text.format(topic=names[lang]) for lang, text in _GONE.items()}
            for names in self.gone
        )


def accepted_series(
    accepted: AcceptedTopics, by_contact: pd.DataFrame, found: Mapping[str, Names]
) -> TopicSeries:
    """Tie the accepted topics to those found.

    Args:
        accepted: The topics that people accepted.
        by_contact: As in :class:`TopicSeries`.
        found: Names of every topic found.

    Returns:
        Those found again, with the names that people gave them first, and those gone.
    """
    return TopicSeries(
        by_contact,
        {topic: {**found[topic], **names} for topic, names in accepted.items() if topic in found},
        tuple(
            {lang: names.get(lang, topic) for lang in LANGS}
            for topic, names in accepted.items()
            if topic not in found
        ),
    )


def load_accepted(path: Path) -> AcceptedTopics:
    """Read the file of accepted topics.

    ::

        12: {fr: Synchronisation des pas, en: Step sync}    # the number that the digest shows
        15:                                                 # keeps the name that was found

    Args:
        path: A YAML file; each key is the number of a topic.

    Returns:
        The topics, in the order of the file.

    Raises:
        InputError: The file is missing or is not what it must be.
    """
    given = read_yaml(path)
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise InputError(
            f"{path}: expected a line per accepted topic, such as '12: {{fr: Panne, en: Outage}}'"
        )
    accepted = {str(topic_id): _names(path, topic_id, names) for topic_id, names in given.items()}
    if len(accepted) < len(given):
        raise InputError(f"{path}: a topic stands twice, once as a number and once in quotes")
    return accepted


def _names(path: Path, topic_id: Any, given: Any) -> Names:
    if given is None:
        return {}
    known = isinstance(given, dict) and set(given) <= set(LANGS)
    if not known or not all(isinstance(name, str) and name.strip() for name in given.values()):
        raise InputError(
            f"{path}: topic {topic_id}: expected nothing or its names in {' and '.join(LANGS)}, "
            f"got {given!r}"
        )
    return {lang: given[lang].strip() for lang in LANGS if lang in given}
