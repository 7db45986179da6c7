from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.settings import Settings
from nlp.value import Costs, load_costs


@pytest.fixture
def load(tmp_path: Path):
    def run(text: str) -> Costs:
        path = tmp_path / "costs.toml"
        path.write_text(text, encoding="utf-8")
        return load_costs(path)

    return run


def test_every_key_may_be_left_out(load):
    assert load("") == Costs()


def test_channels_bear_the_words_that_files_use(load):
    costs = load('currency = "GBP"\n[cost_per_contact]\n"téléphone" = 6.5\nTchat = 0\nother = 2\n')
    assert costs.currency == "GBP"
    assert [costs.of_channel(name) for name in ("call", "chat", "fax")] == [6.5, 0, 2]


def test_a_channel_without_cost_has_none(load):
    assert load("[cost_per_contact]\ncall = 6").of_channel("chat") is None


def test_the_file_of_the_sample_is_one():
    costs = load_costs(Settings().sample.parent / "value" / "costs.toml")
    assert costs.of_channel("call") == 6.8
    assert costs.margin_rate == 0.34


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("margin = 0.3", "Did you mean margin_rate"),
        ("margin_rate = 35", "0.35 for 35 %"),
        ("margin_rate = 0", "above 0"),
        ("service_yearly_cost = -1", "0 or more"),
        ('service_yearly_cost = "12 k"', "must be a number"),
        ("at_risk_from = true", "must be a number"),
        ('currency = "euros"', "ISO code"),
        ("cost_per_contact = 6", r"write \[cost_per_contact\]"),
        ("[cost_per_contact]\ncall = -6", "cost_per_contact.call"),
        ("[cost_per_contact]\ncall = nan", "cost_per_contact.call"),
        ("[cost_per_contact]\ncall = 6\nphone = 7", "two lines for the channel call"),
        ("[customers]\nturnover = 'CA'", "unknown field of the customers' file"),
        ("[customers]\nrevenue = 3", "must be the name of a column"),
        ("currency = EUR", "not valid TOML"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(load, text, said):
    with pytest.raises(InputError, match=said):
        load(text)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(InputError, match="cannot be opened"):
        load_costs(tmp_path / "nowhere.toml")
