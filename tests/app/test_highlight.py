from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from app.highlight import KINDS, highlight, split_runs
from nlp.types import Evidence
from tests.app.conftest import HOSTILE


class Shown(HTMLParser):
    """What a browser would show, and the elements it would make."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.depth = "", [], 0

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if self.depth or (tag == "span" and dict(attrs).get("class", "").startswith("tag ")):
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        if not self.depth:
            self.text += data


def shown(markup: str) -> Shown:
    parser = Shown()
    parser.feed(markup)
    parser.close()
    return parser


def name(kind: str, code: str) -> str:
    return f"{kind} {code}"


def span(kind: str, start: int, end: int, label: str = "a.b") -> Evidence:
    return Evidence(kind, label, start, end, 0.9)


spans = st.lists(
    st.builds(
        lambda kind, label, start, length: Evidence(kind, label, start, start + length, 0.5),
        st.sampled_from(KINDS),
        st.sampled_from(["a.b", "<b>", "c"]),
        st.integers(0, 40),
        st.integers(0, 40),
    ),
    max_size=6,
)


@given(st.text("ab<>&\"'é😀 \n$*[]()`:=", max_size=40), spans)
def test_the_text_shows_exactly_as_it_is(text, evidence):
    parsed = shown(highlight(text, evidence, name))
    assert parsed.text == text
    assert {tag for tag, _ in parsed.tags} <= {"mark", "span"}


@given(spans, st.integers(0, 20), st.integers(20, 60))
def test_runs_cover_the_part_without_gaps(evidence, start, end):
    runs = list(split_runs(evidence, start, end))
    assert [run.start for run in runs[1:]] == [run.end for run in runs[:-1]]
    if runs:
        assert (runs[0].start, runs[-1].end) == (start, end)
    for run in runs:
        for each in run.covering:
            assert each.start <= run.start < run.end <= each.end


@given(spans)
def test_every_label_is_named_at_least_once(evidence):
    text = "x" * 100
    markup = highlight(text, evidence, name)
    for each in evidence:
        if each.start < each.end:
            tag = f'<span class="tag {each.kind}">{html.escape(name(each.kind, each.label))}</span>'
            assert tag in markup


def test_a_hostile_text_makes_no_element_of_its_own():
    parsed = shown(highlight(HOSTILE, [span("irritant", 1, 12)], name))
    assert parsed.text == HOSTILE
    assert {tag for tag, _ in parsed.tags} == {"mark", "span"}
    assert not any(key.startswith("on") for _, attributes in parsed.tags for key in attributes)


def test_a_hostile_label_is_escaped():
    markup = highlight(
        "abc", [Evidence("irritant", '"><img src=x>', 0, 3, 0.9)], lambda _, code: code
    )
    assert "<img" not in markup
    assert shown(markup).tags[0][1]["title"] == '"><img src=x>'


def test_overlapping_labels_share_their_words():
    markup = highlight("un colis en retard", [span("reason", 0, 18), span("irritant", 3, 8)], name)
    assert re.findall(r'<mark class="([^"]+)"', markup) == [
        "on-reason",
        "on-irritant under-reason",
        "on-reason",
    ]


def test_spans_of_one_label_that_nearly_touch_are_named_once():
    markup = highlight(
        "un colis, en retard", [span("irritant", 0, 8), span("irritant", 10, 19)], name
    )
    assert markup.count('class="tag') == 1


def test_offsets_count_code_points():
    text = "😀😀 é😀 perdu"
    assert "<mark" in highlight(text, [span("irritant", 6, 11)], name)
    assert highlight(text, [span("irritant", 6, 11)], name).count(">perdu<") == 1


def test_placeholders_are_set_apart_and_look_alikes_are_not():
    markup = highlight("<EMAIL> <email> <b>", [], name)
    assert markup == '<span class="redacted">&lt;EMAIL&gt;</span> &lt;email&gt; &lt;b&gt;'


def test_evidence_outside_the_part_is_cut_off():
    assert highlight("abcdef", [span("irritant", -5, 99)], name, start=2, end=4).startswith(
        '<mark class="on-irritant" title="irritant a.b">cd</mark>'
    )
