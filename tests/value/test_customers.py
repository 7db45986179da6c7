import math

import pandas as pd
import pytest

from nlp.errors import InputError
from nlp.value import read_customers
from nlp.value.cells import day_number


@pytest.fixture
def read(tmp_path):
    def run(text, name="clients.csv", columns=None):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_customers(path, lambda text: f"h({text.casefold()})", columns)

    return run


def texts(customers, lang="en"):
    return [note.text(lang) for note in customers.notes]


def test_one_row_per_event_is_one_customer(read):
    found = read(
        "id_client;CA annuel;date_resiliation;date_achat;montant_achat;date_vente;montant_vente\n"
        "A1;1 200,50;;13/01/2026;20;14/01/2026;99\n"
        "A1;;;15/02/2026;;;\n"
        "B2;300;28/02/2026;;;;\n"
    )
    assert found.facts.index.tolist() == ["h(a1)", "h(b2)"]
    assert found.facts["revenue"].tolist() == [1200.5, 300]
    assert math.isnan(found.facts["churned_at"]["h(a1)"])
    assert found.facts["churned_at"]["h(b2)"] == day_number(pd.Timestamp("2026-02-28").date())
    assert found.repurchases is not None
    assert found.repurchases["customer_id"].tolist() == ["h(a1)", "h(a1)"]
    assert found.repurchases["amount"].isna().tolist() == [False, True]
    assert found.sales is not None
    assert len(found.sales) == 1
    assert found.last_event() == day_number(pd.Timestamp("2026-02-28").date())


def test_identifiers_are_nowhere_after_reading(read):
    found = read("email;revenue\njeanne@exemple.fr;12\n;13\n")
    said = " ".join((*texts(found), *texts(found, "fr"), repr(found.facts.to_dict())))
    assert "jeanne@exemple.fr" not in said.replace("h(jeanne@exemple.fr)", "")
    assert any(
        "1 row(s) of the customers’ file without identifier" in text for text in texts(found)
    )


def test_what_was_read_as_what_is_said(read):
    found = read("client_id,revenue,colour\nA,1,red\n")
    assert "clients.csv: customer_id ← client_id, revenue ← revenue." in texts(found)
    assert any("not used: colour" in text for text in texts(found))


def test_other_formats_are_read_too(read):
    found = read('{"customer_id": 7, "revenue": 10.5, "at_risk": true}\n', "clients.jsonl")
    assert found.facts.loc["h(7)"].to_dict() == {"revenue": 10.5, "at_risk": 1.0}


def test_a_column_may_be_named(read):
    assert read("id,x\nA,12\n", columns={"revenue": "x"}).facts["revenue"].tolist() == [12]


def test_rows_that_contradict_each_other_are_refused(read):
    with pytest.raises(InputError, match="1 customers have two values of revenue"):
        read("id,revenue\nA,12\nA,13\n")


def test_an_event_that_stands_twice_counts_once_and_is_said(read):
    found = read("id,purchase_date,purchase_amount\nA,2026-01-03,5\nA,2026-01-03,5\n")
    assert found.repurchases is not None
    assert len(found.repurchases) == 1
    assert any("1 purchase(s) stood there twice" in text for text in texts(found))


def test_an_amount_below_zero_names_column_and_row(read):
    with pytest.raises(InputError, match=r"'revenue'.*below 0 \(row 2\)"):
        read("id,revenue\nA,1\nB,-1\n")


def test_a_file_of_identifiers_alone_is_refused(read):
    with pytest.raises(InputError, match="at least one of revenue, margin"):
        read("id,colour\nA,red\n")


def test_no_date_at_all_has_no_last_event(read):
    assert read("id,revenue,churned_at\nA,1,\n").last_event() is None
