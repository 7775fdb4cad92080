"""The model: says whether a text is positive or negative. Replace it with yours, and keep `load` and `predict`."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WEIGHTS = Path(__file__).with_name("model.json")
_WORD = re.compile(r"[a-z']+")
_NEGATIONS = frozenset({"not", "no", "never", "cannot", "hardly", "without"})


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """A label and how sure the model is of it, from 0.5 to 1."""

    label: str
    score: float


@dataclass(frozen=True, kw_only=True)
class Model:
    """A logistic regression over words; made by training/train.py."""

    version: str
    bias: float
    weights: Mapping[str, float]

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction for each text, in order."""
        return [self._predict(text) for text in texts]

    def _predict(self, text: str) -> Prediction:
        known = [self.weights[feature] for feature in features(text) if feature in self.weights]
        positive = probability(self.bias + sum(known))
        negative = 1 - positive
        if positive >= negative:
            return Prediction(label="positive", score=round(positive, 4))
        return Prediction(label="negative", score=round(negative, 4))


def load(path: Path = _WEIGHTS) -> Model:
    """The model of a weights file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(version=data["version"], bias=data["bias"], weights=data["weights"])


def features(text: str) -> Iterator[str]:
    """The words of a text; one that follows a negation is another word."""
    negated = False
    for word in _WORD.findall(text.lower()):
        if word in _NEGATIONS or word.endswith("n't"):
            negated = True
        else:
            yield f"not_{word}" if negated else word
            negated = False


def probability(logit: float) -> float:
    """The logistic function, safe for any number."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
