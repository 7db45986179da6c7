from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.links import (
    Ignored,
    View,
    context_of,
    from_params,
    group_of,
    known_part,
    n_active,
    to_params,
)
from nlp.storage import ContactFilter
from nlp.storage.addresses import LISTS, address
from nlp.storage.queries import FilterOptions
from nlp.storage.search import MAX_SEARCH_CHARS

encodable = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
several = st.lists(encodable, unique=True, max_size=3).map(tuple)
week = st.one_of(st.none(), st.sampled_from(["2026-W01", "2026-W46", "2020-W53"]))
filters = st.builds(
    ContactFilter,
    week_from=week,
    week_to=week,
    search=st.text(st.characters(codec="utf-8"), max_size=30),
    **dict.fromkeys(LISTS.values(), several),
)
views = st.builds(
    View,
    filters,
    focus=st.one_of(st.none(), st.sampled_from(["delivery.late", "x"])),
    order=st.sampled_from(["recent", "oldest", "unhappiest", "strongest"]),
    page=st.integers(1, 10**6),
)


@given(views)
def test_a_view_comes_back_from_its_address(view):
    query = urlsplit(address("verbatims", to_params(view))).query
    read, ignored = from_params(parse_qs(query, keep_blank_values=True))
    assert (read, ignored) == (view, ())


def test_the_plain_view_has_a_plain_address():
    assert address("verbatims", to_params(View())) == "verbatims"


@pytest.mark.parametrize(
    ("name", "wrong", "label"),
    [
        ("from", "2026-46", "from"),
        ("to", "2026-W60", "to"),
        ("sort", "best", "order"),
        ("page", "0", "page"),
        ("page", "-1", "page"),
        ("page", "1e9", "page"),
        ("focus", "<script>", "focus"),
        ("q", "x" * (MAX_SEARCH_CHARS + 1), "search"),
    ],
)
def test_what_cannot_be_read_is_said(name, wrong, label):
    view, ignored = from_params({name: [wrong], "channel": ["email"]})
    assert view == View(ContactFilter(channels=("email",)))
    assert ignored == (Ignored(label, wrong),)


def test_a_parameter_given_twice_counts_once_and_is_said():
    view, ignored = from_params({"page": ["2", "3"]})
    assert (view.page, ignored) == (3, (Ignored("page", "2"),))


def test_parameters_of_others_pass():
    assert from_params({"utm_source": ["mail"], "embed": ["true"]}) == (View(), ())


def test_context_forgets_what_contacts_say():
    chosen = ContactFilter(
        week_from="2026-W40",
        channels=("email",),
        irritants=("x",),
        sentiments=("mixed",),
        search="y",
    )
    assert context_of(chosen) == ContactFilter(week_from="2026-W40", channels=("email",))
    assert (n_active(chosen), n_active(ContactFilter())) == (5, 0)


def test_values_that_the_workspace_lacks_are_left_out_and_said():
    options = FilterOptions(
        weeks=(), kinds=(), channels=("email",), langs=("fr",), products=(), segments=(), teams=(),
        sources=(), sentiments=(),
    )  # fmt: skip
    codes = {"irritants": ("a",), "reasons": (), "signals": (), "praises": ()}
    asked = ContactFilter(channels=("email", "fax"), irritants=("a", "b"), search="kept")
    known, ignored = known_part(asked, options, codes)
    assert known == ContactFilter(channels=("email",), irritants=("a",), search="kept")
    assert ignored == (Ignored("channels", "fax"), Ignored("irritants", "b"))


def test_a_group_is_one_value_of_one_column_and_nothing_else():
    assert group_of(ContactFilter(channels=("call",))) == ("channel", "call")
    assert group_of(ContactFilter(langs=("fr",))) == ("lang", "fr")
    for chosen in (
        ContactFilter(),
        ContactFilter(channels=("call", "chat")),
        ContactFilter(channels=("call",), langs=("fr",)),
        ContactFilter(channels=("call",), week_from="2026-W40"),
        ContactFilter(sentiments=("negative",)),
    ):
        assert group_of(chosen) is None
