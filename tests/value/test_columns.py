import pytest

from nlp.errors import MappingError
from nlp.value.columns import FIELDS, tie_columns

FRENCH = (
    "N° client", "CA annuel (€ HT)", "Marge annuelle", "Date de résiliation", "Score de risque",
    "Retenu par le service", "Date d'achat", "Montant de l'achat", "Date de vente additionnelle",
    "Montant vente additionnelle",
)  # fmt: skip
ENGLISH = (
    "customer_id", "annualRevenue", "gross_margin", "Churned At", "churn_score", "retained",
    "purchase_date", "purchase amount", "upsell_date", "upsell_amount",
)  # fmt: skip


@pytest.mark.parametrize("header", [FRENCH, ENGLISH, FIELDS])
def test_usual_headers_are_recognised(header):
    found = tie_columns(header, {}, "clients.csv")
    assert set(found) == set(FIELDS)
    assert sorted(found.values()) == sorted(header)
    assert found["customer_id"] == header[0]


def test_amounts_in_thousands_are_not_taken_for_units():
    assert "revenue" not in tie_columns(("id", "CA (k€)"), {}, "c.csv")


def test_a_column_that_is_named_goes_first_and_leaves_the_other_unused():
    found = tie_columns(("id", "CA", "CA 12 mois"), {"revenue": "ca 12 MOIS"}, "c.csv")
    assert found == {"customer_id": "id", "revenue": "CA 12 mois"}


def test_a_named_column_that_is_not_there_is_said_with_those_that_are():
    with pytest.raises(MappingError, match="Did you mean CA annuel"):
        tie_columns(("id", "CA annuel"), {"revenue": "CA anuel"}, "c.csv")


def test_without_identifier_there_is_nothing_to_tie():
    with pytest.raises(MappingError, match=r"customer_id = "):
        tie_columns(("CA", "Marge"), {}, "c.csv")
