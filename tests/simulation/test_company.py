"""The company's contacts as records."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from nlp.simulation.company import SERVED_CHANNELS, Company, simulate_company
from nlp.simulation.corpus import CorpusContact
from nlp.simulation.scenario import DEMO, SCORED_CHANNELS
from nlp.simulation.truth import week_names


@pytest.fixture(scope="module")
def company(tiny: list[CorpusContact]) -> Company:
    return simulate_company(tiny, replace(DEMO, n_contacts=4000), seed=3)


def test_contacts_stand_in_order_of_time_within_the_weeks(company: Company) -> None:
    moments = [contact.at for contact in company.contacts]
    assert moments == sorted(moments)
    assert week_names(DEMO)[0] == "2026-W21"
    assert week_names(DEMO)[-1] == "2026-W46"
    assert {contact.week for contact in company.contacts} == set(week_names(DEMO))


def test_clocks_go_back_on_the_last_sunday_of_october(company: Company) -> None:
    for contact in company.contacts:
        summer = contact.at.date().isoformat() < "2026-10-25"
        assert contact.at.utcoffset() == timedelta(hours=2 if summer else 1)


def test_fewer_write_on_a_sunday_and_in_august(company: Company) -> None:
    days = np.bincount([contact.at.weekday() for contact in company.contacts], minlength=7)
    assert days[0] > 2 * days[6]
    months = np.bincount([contact.at.month for contact in company.contacts], minlength=13)
    assert months[8] / 31 < months[7] / 31 < months[10] / 31


def test_a_customer_keeps_language_product_and_segment(company: Company) -> None:
    seen: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for contact in company.contacts:
        seen[contact.customer].add((contact.corpus.lang, contact.product, contact.segment))
    assert all(len(traits) == 1 for traits in seen.values())
    assert all(customer.endswith(".example") for customer in seen)
    assert len(seen) < len(company.contacts)


def test_only_scored_channels_have_answers(company: Company) -> None:
    for contact in company.contacts:
        if contact.score is not None:
            assert contact.corpus.channel in SCORED_CHANNELS
            assert 0 <= contact.score <= 10


def test_chats_and_calls_are_served(company: Company) -> None:
    for contact in company.contacts:
        served = contact.corpus.channel in SERVED_CHANNELS
        assert (contact.agent is not None) == served
        assert (contact.handling_s is not None) == served
        if served:
            assert contact.team is not None
            assert contact.agent is not None
            assert contact.agent.startswith(contact.team)
            assert contact.waiting_s is not None
            assert contact.waiting_s >= 0


def test_turns_of_a_call_start_one_after_the_other(company: Company) -> None:
    calls = [contact for contact in company.contacts if contact.corpus.channel == "call"]
    assert calls
    for call in calls:
        starts = [turn.started_at_s for turn in call.turns]
        assert None not in starts
        assert starts == sorted(starts)  # type: ignore[type-var]
        said = [turn.text for turn in call.turns if turn.speaker == "customer"]
        assert " || ".join(said) == call.corpus.text
        assert call.handling_s is not None
        assert call.handling_s >= starts[-1]  # type: ignore[operator]


def test_agents_code_reasons_right_wrong_and_as_other(company: Company) -> None:
    coded = [contact for contact in company.contacts if contact.crm_reason is not None]
    other = np.mean([c.crm_reason == DEMO.crm.other_code for c in coded])
    right = np.mean([c.crm_reason == c.corpus.reason for c in coded])
    assert other == pytest.approx(DEMO.crm.other_share, abs=0.04)
    assert 1 - right - other == pytest.approx(DEMO.crm.wrong_share, abs=0.04)


def test_the_seed_decides(tiny: list[CorpusContact]) -> None:
    small = replace(DEMO, n_contacts=300)
    assert simulate_company(tiny, small, 1).contacts == simulate_company(tiny, small, 1).contacts
    assert simulate_company(tiny, small, 1).contacts != simulate_company(tiny, small, 2).contacts
