"""The page of differences says what the sources say."""

import pytest

from tests.parity.differences import CLOUDS, PAGE, differences, page


def test_the_page_is_what_the_sources_say() -> None:
    assert PAGE.read_text() == page()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_difference_is_whole_sentences(cloud: str) -> None:
    found = differences(cloud)
    assert len(found) > 3
    assert all(text.endswith((".", "#delete-subnet")) and " = " not in text for _, text in found)
