"""The page of constraints says what the data and the rules say."""

from tests.simulator.constraints_page import PAGE, page


def test_the_page_is_what_the_data_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
