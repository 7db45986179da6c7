import pytest

from nlp.evaluation import compare, evaluate, with_interval


def row(reason="a.x", sentiment="negative", irritants=(), signals=(), reasons=None):
    return {
        "reason": reason,
        "reasons": reasons or [reason],
        "sentiment": sentiment,
        "irritants": list(irritants),
        "signals": list(signals),
    }


def test_perfect_answers_score_one_everywhere():
    gold = [row(irritants=["w.q"]), row("b.y", "positive"), row("c.z", "mixed", signals=["s"])]
    assert {s.value for s in evaluate(gold, gold).values()} == {1.0}


def test_a_secondary_reason_counts_in_the_set_only():
    scores = evaluate([row(reasons=["a.x", "b.y"])], [row("b.y")])
    assert scores["reason_in_set"].value == 1
    assert scores["reason_top1"].value == 0
    assert scores["reason_family"].value == 0


def test_micro_f1_counts_labels_not_contacts():
    gold = [row(irritants=["w.q", "w.p"]), row(irritants=["s.r"])]
    found = evaluate(gold, [row(irritants=["w.q"]), row(irritants=["s.r", "d.l"])])
    assert found["irritant"].value == pytest.approx(2 * 2 / (3 + 3))
    assert found["irritant_family"].value == pytest.approx(2 * 2 / (2 + 3))


def test_macro_f1_weighs_classes_equally():
    gold = [row()] * 9 + [row(sentiment="mixed")]
    assert evaluate(gold, [row()] * 10)["sentiment_macro_f1"].value == pytest.approx(
        (2 * 9 / 19 + 0) / 2
    )


def test_polarity_leaves_neutral_and_mixed_out():
    gold = [row(), row(sentiment="neutral"), row(sentiment="positive")]
    assert evaluate(gold, [row(), row(), row()])["polarity"].value == 0.5


def test_the_interval_holds_the_value_and_narrows_with_n():
    gold = [row(), row("b.y")] * 10
    answers = [row(), row()] * 10
    few, many = evaluate(gold, answers), evaluate(gold * 20, answers * 20)
    for scores in (few, many):
        s = scores["reason_top1"]
        assert s.low <= s.value <= s.high
    width = {n: s["reason_top1"].high - s["reason_top1"].low for n, s in ((1, few), (2, many))}
    assert width[2] < width[1] / 3


def test_a_change_is_paired_contact_by_contact():
    gold = [row("a.x" if i % 3 else "b.y") for i in range(300)]
    before = [row("a.x" if i % 2 else "b.y") for i in range(300)]
    assert {(c.value, c.low, c.high) for c in compare(gold, before, before).values()} == {(0, 0, 0)}
    after = [gold[i] if i < 30 else before[i] for i in range(300)]
    change = compare(gold, before, after)["reason_in_set"]
    values = [evaluate(gold, rows)["reason_in_set"] for rows in (before, after)]
    assert change.value == pytest.approx(values[1].value - values[0].value)
    assert change.low > 0  # though both intervals overlap
    assert values[0].high > values[1].low
    assert set(compare(gold, after, before)) == set(compare(gold, before, after))


@pytest.mark.parametrize(
    ("settings", "text"),
    [({}, "0.50 [0.40, 0.61]"), ({"digits": 3, "sign": True}, "+0.500 [+0.400, +0.613]")],
)
def test_a_score_is_shown_with_its_interval(settings, text):
    assert with_interval({"value": 0.5, "low": 0.4, "high": 0.613}, **settings) == text


def test_what_was_not_measured_is_a_dash():
    assert with_interval(None) == "–"


def test_a_measure_that_nothing_bears_on_is_left_out():
    gold = [row(sentiment="neutral")]
    assert "polarity" not in evaluate(gold, gold)


def test_rows_must_pair_up():
    with pytest.raises(ValueError, match="1 labelled contacts but 2"):
        evaluate([row()], [row(), row()])
