import pytest

from nlp.digest import Owners, load_owners
from nlp.errors import InputError

PRODUCTS = ("Box", "Mobile")
FILE = """
delivery: Jeanne Martin
refund.late:
  Box: Karim Diallo
  "*": Refund desk
waiting:
  Box: Ana
  Mobile: Li
"""


@pytest.fixture
def read(tmp_path, taxonomy):
    def load(text):
        path = tmp_path / "owners.yaml"
        path.write_text(text, encoding="utf-8")
        return load_owners(path, taxonomy, PRODUCTS)

    return load


@pytest.mark.parametrize(
    ("code", "product", "owner"),
    [
        ("delivery.late", None, "Jeanne Martin"),
        ("delivery.late", "Box", "Jeanne Martin"),
        ("refund.late", "Box", "Karim Diallo"),
        ("refund.late", "Mobile", "Refund desk"),
        ("refund.late", None, "Refund desk"),
        ("refund.denied", None, None),
        ("waiting.queue", "Mobile", "Li"),
        ("waiting.queue", None, "Ana (Box), Li (Mobile)"),
    ],
)
def test_the_nearest_owner_answers(read, code, product, owner):
    assert read(FILE).of(code, product) == owner


def test_an_irritants_own_owner_goes_before_its_familys():
    owners = Owners({"staff": {"*": "F", "Box": "FB"}, "staff.rude": {"*": "I"}})
    assert owners.of("staff.rude") == "I"
    assert owners.of("staff.rude", "Box") == "FB"
    assert owners.of("staff.rude", "Mobile") == "I"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("delivry: Ana", r"'delivry' is neither.*Did you mean delivery"),
        ("refund.latte: Ana", r"Did you mean refund\.late"),
        ("delivery: {Boxe: Ana}", r"'Boxe', which is no product.*Did you mean Box\?"),
        ("delivery: 12", r"owner of delivery must be a name"),
        ("delivery: ''", r"owner of delivery must be a name"),
        ("- delivery", r"expected lines such as"),
        ("delivery: [", r"not valid UTF-8 YAML"),
    ],
)
def test_mistakes_are_told_with_what_is_near(read, text, message):
    with pytest.raises(InputError, match=message):
        read(text)


def test_a_missing_file_is_told_and_an_empty_one_names_nobody(read, tmp_path, taxonomy):
    assert read("").of("delivery.late") is None
    with pytest.raises(InputError, match="does not exist"):
        load_owners(tmp_path / "none.yaml", taxonomy)
