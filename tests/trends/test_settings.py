import pytest

from nlp.errors import InputError
from nlp.trends import Budgets, WatchSettings, read_watch_settings


def test_what_is_absent_keeps_its_default():
    assert read_watch_settings({}) == WatchSettings(Budgets(1.0, 1.0, 1.0), ("FR", "GB"))


def test_budgets_and_holidays():
    read = read_watch_settings({"irritants": 0.5, "new_topics": 2, "holidays": ["us"]})
    assert read == WatchSettings(Budgets(0.5, 1.0, 2.0), ("US",))
    assert read_watch_settings({"holidays": []}).countries == ()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"irritant": 1}, "did you mean irritants"),
        ({"reasons": 0}, "a number from 0.01 to 100; got 0"),
        ({"reasons": "many"}, "a number from"),
        ({"holidays": ["DE"]}, "expected some of FR, GB, US"),
    ],
)
def test_wrong_settings_are_refused_with_their_place(table, message):
    with pytest.raises(InputError, match=rf"motif\.toml \[watch\].*(?i:{message})"):
        read_watch_settings(table)
