import pytest

from nlp.errors import InputError
from nlp.weekly.accepted import load_accepted


@pytest.fixture
def read(tmp_path):
    def written(text):
        path = tmp_path / "topics.yaml"
        path.write_text(text, encoding="utf-8")
        return load_accepted(path)

    return written


def test_topics_keep_their_names_or_the_one_that_was_found(read):
    assert read("12: {fr: ' Synchronisation ', en: Sync}\n15:\n'7': {fr: Panne}\n") == {
        "12": {"fr": "Synchronisation", "en": "Sync"},
        "15": {},
        "7": {"fr": "Panne"},
    }
    assert read("# nothing yet\n") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- 12\n", "a line per accepted topic"),
        ("12: Sync\n", "topic 12: expected nothing or its names in fr and en, got 'Sync'"),
        ("12: {de: Sync}\n", "got {'de': 'Sync'}"),
        ("12: {fr: ' '}\n", "topic 12"),
        ("12:\n'12':\n", "stands twice"),
        ("12: [\n", "not valid UTF-8 YAML"),
    ],
)
def test_a_file_that_is_not_what_it_must_be_is_refused(read, text, message):
    with pytest.raises(InputError, match=message):
        read(text)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"topics\.yaml does not exist"):
        load_accepted(tmp_path / "topics.yaml")
