import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.kpis import compute_kpis, match_codes
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy

CODES = {"Retard": "delivery.late", "Remb.": "return.refund", "Facture": "billing"}


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy(Settings().taxonomy)


def rows_of(*triples):
    """Reason keyed in, reasons read, what the model doubts of."""
    return [
        {
            "crm_reason": keyed,
            "reason": read[0],
            "reasons": list(read),
            "abstained": ["reason"] if doubt else [],
        }
        for keyed, read, doubt in triples
    ]


@pytest.fixture
def coded(make):
    """Four compared: one main reason, one second reason, one of the family, one wrong."""
    return make(
        *rows_of(
            ("Retard", ["delivery.late"], False),
            ("Retard", ["return.refund", "delivery.late"], False),
            ("Facture", ["billing.price"], False),
            ("Remb.", ["account.access"], False),
            ("Autre", ["delivery.late"], False),
            ("DIVERS", ["other.none"], False),
            ("Z99", ["delivery.late"], False),
            ("Remb.", ["return.refund"], True),
            ("Retard", ["other.none"], False),
        ),
        {"crm_reason": None, "reason": "delivery.late"},
    )


def test_agreement_by_hand(coded, line):
    report = compute_kpis(coded, correspondence=CODES)
    other = line(report, "coded_other")
    assert (other["value"], other["n"]) == (pytest.approx(2 / 9), 9)
    wrong = line(report, "coded_wrongly")
    assert (wrong["value"], wrong["n"], wrong["n_left_out"]) == (1 / 4, 4, 5)
    assert line(report, "coding_agreement")["value"] == 2 / 4
    # By family: keyed delivery 2, billing, return; read delivery, return, billing, account.
    chance = 2 / 4 * 1 / 4 + 1 / 4 * 1 / 4 + 1 / 4 * 1 / 4
    assert line(report, "coding_kappa")["value"] == pytest.approx((2 / 4 - chance) / (1 - chance))


def test_what_is_not_compared_is_said(coded):
    report = compute_kpis(coded, correspondence=CODES)
    values = next(note for note in report.notes if note.code == "codes_judged").values
    counts = {name: values[name]["en"] for name in ("n", "n_doubt", "n_other", "n_unmatched")}
    assert counts == {"n": "4", "n_doubt": "2", "n_other": "2", "n_unmatched": "1"}
    assert values["examples"] == " (Z99)"


def test_confused_pairs(coded):
    pairs = compute_kpis(coded, correspondence=CODES).confused.to_dict("records")
    assert [(p["keyed"], p["read"], p["n"], p["n_keyed"]) for p in pairs] == [
        ("return.refund", "account.access", 1, 1)
    ]
    assert pairs[0]["share_low"] < pairs[0]["share"] == 1


def test_the_most_confused_come_first(make):
    wrong = [("Retard", ["return.refund"], False)] * 3 + [("Remb.", ["delivery.late"], False)]
    report = compute_kpis(make(*rows_of(*wrong)), correspondence=CODES)
    assert report.confused["n"].tolist() == [3, 1]
    assert report.confused["keyed"].tolist() == ["delivery.late", "return.refund"]


def test_codes_of_their_own_need_a_correspondence(coded):
    report = compute_kpis(coded)
    absent = {x.kpi: x.note.text("fr") for x in report.absent}
    assert "correspondance" in absent["coded_wrongly"]
    assert "coded_other" in set(report.figures["kpi"])
    assert report.confused.empty


def test_names_and_codes_of_the_taxonomy_are_matched(taxonomy):
    label = taxonomy.reasons["delivery.late"]
    given = [
        "delivery.late",
        label.names["fr"].upper(),
        label.names["en"],
        "Livraison",
        "Z99",
        None,
    ]
    found = match_codes(given, taxonomy)
    assert set(found.values()) == {"delivery.late", "delivery"}
    assert "Z99" not in found
    assert len(found) == 4


words = st.sampled_from(["Retard", "Remb.", "Facture", "Autre", "Z99", None])
reasons = st.sampled_from(["delivery.late", "return.refund", "billing.price", "other.none"])


@given(st.lists(st.tuples(words, reasons, st.booleans()), min_size=1, max_size=25))
def test_coded_contacts_are_each_in_one_place(make, triples):
    contacts = make(*rows_of(*((w, [r], d) for w, r, d in triples)))
    from nlp.kpis.codings import compare_codes
    from nlp.kpis.options import OTHER_CODES

    coding = compare_codes(contacts, CODES, OTHER_CODES)
    places = [coding.other, coding.unmatched, coding.doubtful, coding.compared]
    assert (sum(x.astype(int) for x in places) == coding.coded).all()
    assert not (coding.agrees & ~coding.found).any()
