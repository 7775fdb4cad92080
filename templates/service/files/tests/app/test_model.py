"""The model that is shipped is the one that the training makes."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from serving.model import load

APP = Path(__file__).parents[2] / "app"


def test_training_makes_the_shipped_model() -> None:
    training = runpy.run_path(str(APP / "training" / "train.py"))
    bias, weights = training["train"](training["read_examples"]())
    model = load()
    assert (model.bias, dict(model.weights)) == (pytest.approx(bias, abs=0.002), pytest.approx(weights, abs=0.002))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("What a great and helpful team", "positive"),
        ("Not good at all, and expensive", "negative"),
        ("slow, ugly and broken", "negative"),
        ("It broke after a day", "negative"),
        ("FAST and RELIABLE!", "positive"),
    ],
)
def test_it_knows_good_from_bad(text: str, label: str) -> None:
    (prediction,) = load().predict([text])
    assert prediction.label == label
    assert 0.5 <= prediction.score <= 1


def test_a_text_of_unknown_words_is_no_error() -> None:
    assert len(load().predict(["zzz", "1234", "∞ 😀"])) == 3
