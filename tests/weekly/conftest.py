from datetime import date, timedelta

import pytest

from tests.pipeline.conftest import LengthAnnotator


def export(path, first, n_weeks, *, per_week=30, start=0):
    """A survey export of whole weeks; longer complaints score lower."""
    lines = ["id;date;nps;verbatim;produit"]
    for week in range(n_weeks):
        for i in range(per_week):
            day = first + timedelta(weeks=week, days=i % 7)
            text = "Rien ne va" + " plus" * (i % 5)
            number = start + week * per_week + i
            lines.append(
                f"{number};{day};{9 - 2 * (i % 5) + i % 2};{text} dans ce magasin;"
                f"{('Box', 'Mobile')[i % 2]}"
            )
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def annotator():
    return LengthAnnotator()


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    export(folder / "until-w44.csv", date(2026, 9, 7), 8)
    return folder
