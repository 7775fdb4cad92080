"""Makes serving/model.json from reviews.csv, the same each time: `python training/train.py`, in the folder app/."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from serving.model import features, probability  # noqa: E402 - the very features that serve

ROUNDS = 400
RATE = 0.5
SHRINKAGE = 0.002  # keeps a word that is seen twice from deciding alone
LEAST_TEXTS = 2

Example = tuple[frozenset[str], bool]


def read_examples(path: Path = HERE / "reviews.csv") -> list[Example]:
    """The features of each review, and whether it is positive."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(frozenset(features(row["text"])), row["label"] == "positive") for row in csv.DictReader(file)]


def train(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic regression, by plain gradient descent from zero."""
    seen = Counter(feature for found, _ in examples for feature in found)
    weights = dict.fromkeys(sorted(feature for feature, texts in seen.items() if texts >= LEAST_TEXTS), 0.0)
    bias = 0.0
    for _ in range(ROUNDS):
        steps = {feature: -SHRINKAGE * weight * len(examples) for feature, weight in weights.items()}
        bias_step = 0.0
        for found, positive in examples:
            known = [feature for feature in sorted(found) if feature in weights]
            error = positive - probability(bias + sum(weights[feature] for feature in known))
            bias_step += error
            for feature in known:
                steps[feature] += error
        bias += RATE * bias_step / len(examples)
        for feature, step in steps.items():
            weights[feature] += RATE * step / len(examples) * 10
    return round(bias, 3), {feature: round(weight, 3) for feature, weight in weights.items()}


def accuracy(bias: float, weights: dict[str, float], examples: Sequence[Example]) -> float:
    """The share of examples that a model gets right."""
    right = sum(
        (bias + sum(weights.get(feature, 0.0) for feature in found) >= 0) == positive for found, positive in examples
    )
    return right / len(examples)


def main() -> None:
    """Train on everything, after saying how well a model does that has not seen every fifth review."""
    examples = read_examples()
    held_out = examples[::5]
    seen = [example for index, example in enumerate(examples) if index % 5]
    print(f"accuracy on {len(held_out)} unseen reviews: {accuracy(*train(seen), held_out):.2f}")
    bias, weights = train(examples)
    digest = hashlib.sha256(json.dumps([bias, weights]).encode()).hexdigest()[:12]
    model = {"version": f"sentiment-{digest}", "bias": bias, "weights": weights}
    path = HERE.parent / "serving" / "model.json"
    path.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {path.name} with {len(weights)} words")


if __name__ == "__main__":
    main()
