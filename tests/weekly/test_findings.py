import pytest

from nlp.value import ValueReport
from nlp.value.figures import Figure, figures_table
from nlp.weekly.findings import told_in_money


def report(*figures):
    return ValueReport(
        figures=figures_table(figures),
        absent=(),
        notes=(),
        currency="EUR",
        window_days=90,
        until=None,
        first=None,
        last=None,
        n_contacts=100,
    )


def test_the_amounts_of_irritants_and_of_the_service_are_told():
    late, whole, saved = told_in_money(
        report(
            Figure("contact_cost", 100.0, 80.0, 130.0, 10, irritant="refund.late", period_days=182),
            Figure("churn_effect", 0.1, 0.0, 0.2, 10, irritant="refund.late"),
            Figure("repurchase_amount", 5.0, None, None, 10, irritant="refund.late"),
            Figure("contact_cost", 400.0, None, None, 50, period_days=182),
            Figure("won_back_value", 900.0, 0.0, 2000.0, 50, upper=True),
        )
    )
    assert (late.code, whole.code, saved.code) == ("refund.late", None, None)
    assert late.amount.value == pytest.approx(100 * 365.25 / 182)
    assert late.amount.high == pytest.approx(130 * 365.25 / 182)
    assert (whole.amount.low, whole.amount.high) == (None, None)
    assert saved.amount.value == 900
    assert [money.is_upper_bound for money in (late, whole, saved)] == [False, False, True]


def test_an_amount_that_is_not_known_is_not_told():
    assert told_in_money(report(Figure("contact_cost", None, None, None, 0))) == ()
