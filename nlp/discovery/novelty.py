"""Which node of the taxonomy a topic is nearest to, and whether it is far from all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nlp.discovery.space import Floats
from nlp.types import Lang


@dataclass(frozen=True)
class TaxonomyNodes:
    """The labels of a taxonomy as points of the encoder's space.

    Attributes:
        keys: Kind and code of each node: ``("irritant", "delivery.late")``.
        names: Name of each, per language.
        vectors: float32 (nodes, dim), unit vectors, centred as ``center`` says.
        center: float32 (dim,), subtracted from every vector before it is compared.
    """

    keys: tuple[tuple[str, str], ...]
    names: tuple[Mapping[Lang, str], ...]
    vectors: Floats
    center: Floats


@dataclass(frozen=True, slots=True)
class Nearest:
    """The node nearest to a topic.

    Attributes:
        kind, code: Which node.
        names: Its name per language.
        distance: Cosine distance, in [0, 2].
    """

    kind: str
    code: str
    names: Mapping[Lang, str]
    distance: float


def find_nearest(centers: Floats, nodes: TaxonomyNodes) -> list[Nearest]:
    """Find the nearest node of each topic.

    Args:
        centers: float32 (topics, dim), unit vectors, centred as ``nodes.center`` says.
        nodes: The taxonomy.

    Returns:
        One node per topic, in order.
    """
    if not len(centers):
        return []
    cosines = centers @ nodes.vectors.T
    best = cosines.argmax(axis=1)
    found = []
    for row, node in enumerate(np.asarray(best).tolist()):
        kind, code = nodes.keys[node]
        distance = round(float(1 - cosines[row, node]), 4)
        found.append(Nearest(kind, code, nodes.names[node], distance))
    return found
