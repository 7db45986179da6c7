import numpy as np
import pandas as pd
import pytest

from nlp.drivers import add_alternatives, estimate_effects
from nlp.drivers.views.alternatives import ALTERNATIVE_COLUMNS
from nlp.errors import EstimationError


def make_contacts(n=3000, seed=0):
    rng = np.random.default_rng(seed)
    refund = rng.random(n) < 0.3
    slow = rng.random(n) < np.where(refund, 0.5, 0.1)
    score = 8 - 2.0 * refund - 1.0 * slow + rng.normal(0, 1, n)
    family = np.where(refund, "refund", "other")
    return pd.DataFrame({"slow": slow, "family": family, "score": score})


def test_the_reason_held_equal_takes_its_part_away():
    contacts = make_contacts()
    effects = estimate_effects(contacts, ["slow"], "score")
    row = add_alternatives(effects, contacts, "score", reason_family="family").iloc[0]
    assert row["effect"] < -1.5
    assert row["effect_same_reason_low"] < -1 < row["effect_same_reason_high"]
    assert pd.isna(row["effect_reweighted"])


def test_weights_bring_back_those_who_answer_less():
    contacts = make_contacts()
    contacts["slow_for_pro"] = contacts["slow"]
    pro = np.arange(len(contacts)) % 2 == 0
    contacts.loc[pro & contacts["slow"], "score"] -= 3
    answered = np.where(pro, np.arange(len(contacts)) % 8 == 0, True)
    contacts.loc[~answered, "score"] = np.nan
    weights = pd.Series(np.where(pro, 4.0, 1.0), contacts.index)[answered]
    effects = estimate_effects(contacts, ["slow"], "score")
    row = add_alternatives(effects, contacts, "score", weights=weights).iloc[0]
    assert row["effect_reweighted"] < row["effect"] - 0.4


def test_nothing_is_told_where_the_main_effect_is_not():
    contacts = make_contacts(200)
    contacts["rare"] = np.arange(200) < 3
    effects = estimate_effects(contacts, ["slow", "rare"], "score")
    out = add_alternatives(effects, contacts, "score", reason_family="family", min_n=1)
    rare = out.set_index("irritant").loc["rare", list(ALTERNATIVE_COLUMNS)]
    assert rare.isna().all()
    assert out.attrs == effects.attrs


def test_a_table_without_effects_is_refused():
    with pytest.raises(EstimationError, match="columns irritant and effect"):
        add_alternatives(pd.DataFrame({"irritant": []}), make_contacts(50), "score")
