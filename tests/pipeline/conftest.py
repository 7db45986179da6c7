import numpy as np
import pytest

from nlp.inference.annotator import Annotated
from nlp.inference.session import Encoded
from nlp.schemas import VECTOR_DIM
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.types import Annotation, Evidence


class LengthAnnotator:
    """Labels by the text's length: deterministic, and any change of the text shows."""

    version = "length-1"

    def __init__(self):
        self.taxonomy = load_taxonomy(Settings().taxonomy)
        self.n_read = 0

    def annotate(self, texts, mentions):
        self.n_read += len(texts)
        return [self._one(text, spans) for text, spans in zip(texts, mentions, strict=True)]

    def _one(self, text, spans):
        code = self.taxonomy.irritants.codes[len(text) % 5]
        reason = self.taxonomy.reasons.codes[len(text) % 7]
        start, end = spans[0]
        annotation = Annotation(
            reasons=(reason,),
            sentiment="negative",
            sentiment_score=-0.5,
            irritants=(code,),
            praises=(),
            signals=(),
            evidence=(Evidence("irritant", code, start, end, 0.9),),
            scores={"irritant": {code: 0.9}, "reason": {reason: 0.8}},
        )
        vector = np.full(VECTOR_DIM, VECTOR_DIM**-0.5, np.float32)
        return Annotated(annotation, Encoded(vector, np.tile(vector, (len(spans), 1))))


@pytest.fixture
def annotator():
    return LengthAnnotator()
