import struct
from dataclasses import replace

import pytest

from nlp.digest import draw_impacts

SURGE, FIRST = "2026-W46", "2026-W37"


def test_the_chart_is_a_png_of_twice_its_shown_size(told):
    chart = draw_impacts(told(SURGE), "fr")
    assert chart.png.startswith(b"\x89PNG")
    assert struct.unpack(">II", chart.png[16:24]) == (2 * chart.width, 2 * chart.height)
    assert chart.data_uri.startswith("data:image/png;base64,")


def test_each_language_has_its_own_chart_and_the_same_bytes_each_time(told):
    digest = told(SURGE)
    assert draw_impacts(digest, "fr").png == draw_impacts(digest, "fr").png
    assert draw_impacts(digest, "fr").png != draw_impacts(digest, "en").png


def test_nothing_to_draw_is_no_chart(told):
    digest = told(SURGE)
    assert draw_impacts(replace(digest, charted=()), "fr") is None
    assert draw_impacts(replace(digest, scale=None), "fr") is None


@pytest.mark.parametrize("name", ["$\\frac$ & <c> «é»", "x" * 80])
def test_any_name_can_be_drawn(told, name):
    digest = told(SURGE)
    rows = tuple(replace(row, names={"fr": name, "en": name}) for row in digest.charted)
    undetermined = replace(rows[0], verdict="undetermined", code="other")
    assert draw_impacts(replace(digest, charted=(*rows, undetermined)), "fr").png
