from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import schemas
from nlp.errors import InputError, WorkspaceError
from nlp.storage import ContactFilter, Workspace, queries
from nlp.types import Satisfaction
from tests.storage.conftest import Fake, reject_rows, run_row, stored, tables, vector, write

LATE = "delivery.late"
RUDE = "staff.rude"


def nps(value: float | None, **others: object) -> dict[str, object]:
    return {"satisfaction": value, "scale": None if value is None else "nps", **others}


FAKES = (
    Fake(
        "a",
        "Colis jamais reçu. Toujours pas remboursé ! L’équipe s'en moque.",
        irritants=(LATE, RUDE),
        signals=("churn_intent",),
        abstained=("signal",),
        evidence=(("irritant", LATE, 0, 17, 0.7), ("irritant", RUDE, 46, 63, 0.8)),
        mentions=((0, 18), (19, 44), (45, 64)),
        score=0.6,
        contact=nps(0.0, product="Livraison", segment="pro", team="Lyon"),
    ),
    Fake(
        "b",
        "Deux semaines de retard",
        day=3,
        irritants=(LATE,),
        evidence=(("irritant", LATE, 0, 12, 0.4), ("irritant", LATE, 13, 23, 0.9)),
        mentions=((0, 12), (13, 23)),
        contact=nps(4.0, channel="email", kind="interaction", product="Livraison"),
    ),
    Fake(
        "c",
        "Very nice staff, merci !",
        week="2026-W47",
        sentiment="positive",
        reasons=("relationship.praise", "delivery.tracking"),
        praises=("staff",),
        contact=nps(10.0, lang="en", segment="pro"),
    ),
    Fake(
        "d",
        "RAS",
        week="undated",
        sentiment="neutral",
        reasons=("relationship.praise",),
        contact={"satisfaction": 2.0, "scale": "stars", "channel": "review"},
    ),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    workspace = Workspace.open(tmp_path_factory.mktemp("queries"), create=True)
    run = run_row(len(FAKES), n_rejected=3)
    workspace.write_run(
        run, *tables(FAKES), reject_rows("run-1", "no_text", "no_text", "broken_row")
    )
    with workspace.reader() as reader:
        yield reader


def ids(reader, chosen: ContactFilter | None = None, **options: object) -> list[str]:
    return [row.contact_id for row in queries.verbatims(reader, chosen, **options).rows]


def test_overview(reader):
    seen = queries.overview(reader)
    assert (seen.n_contacts, seen.n_interactions) == (4, 1)
    assert seen.by_lang == {"fr": 3, "en": 1}
    assert seen.by_channel == {"survey": 2, "email": 1, "review": 1}
    assert seen.by_sentiment == {"negative": 2, "neutral": 1, "positive": 1}
    assert seen.abstained_share == {"signal": 0.25}
    stars = next(s for s in seen.satisfaction if s.scale == "stars")
    assert (stars.n, stars.mean, stars.standard_error) == (1, 2.0, None)
    scores = np.array([0.0, 4.0, 10.0])
    found = next(s for s in seen.satisfaction if s.scale == "nps")
    assert found.n == 3
    assert found.mean == pytest.approx(scores.mean())
    assert found.standard_error == pytest.approx(scores.std(ddof=1) / np.sqrt(3))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (ContactFilter(), "abcd"),
        (ContactFilter(week_from="2026-W47"), "c"),
        (ContactFilter(week_to="2026-W46"), "ab"),
        (ContactFilter(week_from="2026-W46", week_to="2026-W47"), "abc"),
        (ContactFilter(kinds=("interaction",)), "b"),
        (ContactFilter(channels=("email", "review")), "bd"),
        (ContactFilter(langs=("en",)), "c"),
        (ContactFilter(products=("Livraison",)), "ab"),
        (ContactFilter(segments=("pro",)), "ac"),
        (ContactFilter(teams=("Lyon",)), "a"),
        (ContactFilter(sources=("export.csv",)), "abcd"),
        (ContactFilter(sources=("autre.csv",)), ""),
        (ContactFilter(sentiments=("positive", "neutral")), "cd"),
        (ContactFilter(reasons=("delivery.tracking",)), "c"),
        (ContactFilter(irritants=(RUDE, "price.billing")), "a"),
        (ContactFilter(praises=("staff",)), "c"),
        (ContactFilter(signals=("churn_intent",)), "a"),
        (ContactFilter(search="rembourse equipe"), "a"),
        (ContactFilter(search='"jamais recu"'), "a"),
        (ContactFilter(search="merci", langs=("fr",)), ""),
        (ContactFilter(products=("Livraison",), channels=("survey",)), "a"),
    ],
)
def test_filters(reader, chosen, expected):
    page = queries.verbatims(reader, chosen)
    assert sorted(row.contact_id for row in page.rows) == list(expected)
    assert page.n_total == len(expected)


@pytest.mark.parametrize(
    "hostile",
    [
        "l'équipe",
        "' OR 1=1 --",
        '"; DROP VIEW contacts; --',
        "$f_search_0",
        "{value}",
        "%",
        "\\",
        "[a",
    ],
)
def test_what_users_type_is_never_sql(reader, hostile):
    for name in ("channels", "products", "irritants", "sources"):
        assert ids(reader, ContactFilter(**{name: (hostile,)})) == []
    assert ids(reader, ContactFilter(week_from=hostile, week_to=hostile)) == []
    assert ids(reader, label=("irritant", hostile)) == []
    assert queries.exemplar_candidates(reader, hostile, hostile) == ()
    assert queries.label_trend(reader, "irritant", hostile)["n"].sum() == 0
    expected = ["a"] if hostile == "l'équipe" else []
    assert ids(reader, ContactFilter(search=hostile)) == expected
    assert queries.contact_matrix(reader, [hostile])[hostile].tolist() == [False] * 4


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_no_search_breaks_a_query(reader, search):
    queries.verbatims(reader, ContactFilter(search=search), limit=1)


def test_labels_are_counted_once_per_contact(reader):
    counted = queries.label_counts(reader, "irritant")
    assert list(counted.columns) == ["code", "n", "n_contacts", "rate"]
    assert counted.to_dict("records") == [
        {"code": LATE, "n": 2, "n_contacts": 4, "rate": 0.5},
        {"code": RUDE, "n": 1, "n_contacts": 4, "rate": 0.25},
    ]
    reasons = queries.label_counts(reader, "reason").set_index("code")["n"].to_dict()
    assert reasons == {LATE: 2, "relationship.praise": 2, "delivery.tracking": 1}
    primary = queries.label_counts(reader, "primary_reason").set_index("code")["n"].to_dict()
    assert primary == {LATE: 2, "relationship.praise": 2}
    assert queries.label_counts(reader, "praise")["code"].tolist() == ["staff"]
    assert queries.label_counts(reader, "sentiment")["n"].sum() == 4


def test_labels_by_group_are_rates_of_the_group(reader):
    counted = queries.label_counts(reader, "irritant", by="channel")
    assert counted.to_dict("records") == [
        {"group": "email", "code": LATE, "n": 1, "n_contacts": 1, "rate": 1.0},
        {"group": "survey", "code": LATE, "n": 1, "n_contacts": 2, "rate": 0.5},
        {"group": "survey", "code": RUDE, "n": 1, "n_contacts": 2, "rate": 0.5},
    ]
    by_segment = queries.label_counts(reader, "irritant", by="segment")
    assert by_segment["group"].isna().tolist() == [False, False, True]  # b has no segment


def test_unknown_words_are_refused_with_a_suggestion(reader):
    with pytest.raises(InputError, match="Did you mean channel"):
        queries.label_counts(reader, "irritant", by="chanel")
    with pytest.raises(InputError, match="Did you mean irritant"):
        queries.label_trend(reader, "iritant", LATE)
    with pytest.raises(InputError, match="unknown order"):
        queries.verbatims(reader, order="text; DROP VIEW contacts")
    with pytest.raises(WorkspaceError, match="Did you mean contacts"):
        reader.table("contact")


def test_a_trend_has_its_zeros_and_no_undated_week(reader):
    assert queries.label_trend(reader, "irritant", LATE).to_dict("records") == [
        {"week": "2026-W46", "n": 2, "n_contacts": 2, "rate": 1.0},
        {"week": "2026-W47", "n": 0, "n_contacts": 1, "rate": 0.0},
    ]


def test_contacts_are_counted_by_week(reader):
    counted = queries.contact_counts(reader, "week")
    assert counted["group"].tolist() == ["2026-W46", "2026-W47", "undated"]
    assert counted["n_contacts"].tolist() == [2, 1, 1]
    assert counted["n_interactions"].tolist() == [1, 0, 0]
    assert counted["n_negative"].tolist() == [2, 0, 0]


def test_the_matrix_has_one_row_per_contact(reader):
    matrix = queries.contact_matrix(reader, [RUDE, LATE, "price.billing", LATE])
    assert matrix["contact_id"].tolist() == list("abcd")
    assert matrix.columns.tolist()[-3:] == [RUDE, LATE, "price.billing"]
    assert matrix[LATE].tolist() == [True, True, False, False]
    assert matrix[RUDE].tolist() == [True, False, False, False]
    assert [str(matrix[code].dtype) for code in (RUDE, LATE)] == ["bool", "bool"]
    assert matrix["outcome"].tolist() == [0.0, 4.0, 10.0, 2.0]
    assert matrix["reason_family"].tolist() == [
        "delivery",
        "delivery",
        "relationship",
        "relationship",
    ]
    assert matrix["customer_id"].tolist() == [f"hash-of-{i}" for i in "abcd"]
    dated = queries.contact_matrix(reader, [LATE], ContactFilter(week_from="2026-W46"))
    assert dated["contact_id"].tolist() == list("abc")


def test_a_verbatim_carries_all_that_a_screen_shows(reader):
    (row,) = queries.verbatims(reader, label=("irritant", RUDE)).rows
    assert row.text == FAKES[0].text
    assert row.satisfaction == Satisfaction(0.0, "nps")
    assert row.occurred_at == datetime(2026, 11, 9, tzinfo=UTC)
    assert row.score == pytest.approx(0.6)
    assert [row.text[span.start : span.end] for span in row.evidence] == [
        "Colis jamais reçu",
        "équipe s'en moque",
    ]
    assert (row.irritants, row.signals, row.abstained) == (
        (LATE, RUDE),
        ("churn_intent",),
        ("signal",),
    )


def test_verbatims_never_carry_a_pseudonym(reader):
    page = queries.verbatims(reader)
    candidates = queries.exemplar_candidates(reader, LATE, "2026-W46")
    assert page.rows
    assert candidates
    for shown in (*page.rows, *(candidate.verbatim for candidate in candidates)):
        assert "hash-of" not in repr(dataclasses.asdict(shown))


def test_turns_are_spans_of_the_text(reading):
    turns = [
        {"speaker": "agent", "start": 0, "end": 7, "started_at_s": 0.0},
        {"speaker": "customer", "start": 8, "end": 25, "started_at_s": None},
    ]
    reader = reading(Fake("a", "Bonjour\nMon colis est où ?", contact={"turns": turns}))
    (row,) = queries.verbatims(reader).rows
    assert [row.text[turn.start : turn.end] for turn in row.turns] == [
        "Bonjour",
        "Mon colis est où ",
    ]
    assert [turn.started_at_s for turn in row.turns] == [0.0, None]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("recent", "cbad"), ("oldest", "abcd"), ("unhappiest", "adbc"), ("strongest", "badc")],
)
def test_orders(reader, order, expected):
    # d has 2 stars of 1 to 5: a quarter of its scale, below b's 4 of 10
    label = ("irritant", LATE) if order == "strongest" else None
    wanted = [i for i in expected if label is None or i in "ab"]
    assert ids(reader, order=order, label=label) == wanted


def test_pages_neither_repeat_nor_skip(reading):
    reader = reading(*(Fake(f"c{i:02d}", day=i % 2) for i in range(25)))
    pages = [queries.verbatims(reader, limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    assert [page.n_total for page in pages] == [25] * 4
    assert [len(page.rows) for page in pages] == [10, 10, 5, 0]
    seen = [row.contact_id for page in pages for row in page.rows]
    assert len(set(seen)) == 25


def test_exemplars_bring_the_vector_of_the_words_that_carry_the_label(reader):
    first, second = queries.exemplar_candidates(reader, LATE, "2026-W46")
    assert [first.verbatim.contact_id, second.verbatim.contact_id] == ["b", "a"]
    assert (first.span.start, first.span.end) == (13, 23)
    assert first.span.score == pytest.approx(0.9)
    assert first.vector.dtype == np.float32
    np.testing.assert_array_equal(first.vector, vector("b:13-23"))
    np.testing.assert_array_equal(second.vector, vector("a:0-18"))
    assert queries.exemplar_candidates(reader, LATE, "2026-W47") == ()
    english = ContactFilter(langs=("en",))
    assert queries.exemplar_candidates(reader, LATE, "2026-W46", english) == ()
    assert len(queries.exemplar_candidates(reader, LATE, "2026-W46", limit=1)) == 1


def test_exemplars_without_evidence_or_mention_vectors_are_still_found(workspace):
    fakes = [
        Fake("a", irritants=(LATE,)),
        Fake("b", irritants=(LATE,), evidence=(("irritant", LATE, 0, 5, 0.5),)),
    ]
    contacts, mentions, annotations, vectors = tables(fakes)
    of_contacts = vectors.filter([m is None for m in vectors["mention_id"].to_pylist()])
    workspace.write_run(run_row(2), contacts, mentions, annotations, of_contacts, reject_rows())
    with workspace.reader() as reader:
        first, second = queries.exemplar_candidates(reader, LATE, "2026-W46")
    assert [first.verbatim.contact_id, second.verbatim.contact_id] == ["b", "a"]
    np.testing.assert_array_equal(first.vector, vector("b"))
    np.testing.assert_array_equal(second.vector, vector("a"))
    assert second.span is None


def test_the_ledger(reader):
    assert queries.reject_counts(reader).to_dict("records") == [
        {"reason": "no_text", "n": 2},
        {"reason": "broken_row", "n": 1},
    ]
    assert queries.rejects(reader, "run-1")["row"].tolist() == [1, 2, 3]
    assert queries.rejects(reader, "run-0").empty
    run = queries.last_run(reader)
    assert (run.n_read, run.n_kept, run.n_rejected) == (7, 4, 3)
    assert run.mapping == {"export.csv": {"text": "Verbatim"}}
    assert run.notes == ("Échelle trouvée\u202f: NPS",)
    assert queries.runs(reader) == (run,)


def test_filter_options(reader):
    options = queries.filter_options(reader)
    assert options.weeks == ("2026-W46", "2026-W47")
    assert options.kinds == ("feedback", "interaction")
    assert options.channels == ("email", "review", "survey")
    assert options.langs == ("en", "fr")
    assert options.products == ("Livraison",)
    assert options.segments == ("pro",)
    assert options.teams == ("Lyon",)
    assert options.sentiments == ("negative", "neutral", "positive")


def test_an_empty_workspace_answers_everything(reading):
    reader = reading()
    assert queries.overview(reader).n_contacts == 0
    assert queries.overview(reader).abstained_share == {}
    assert queries.verbatims(reader, ContactFilter(search="colis")).n_total == 0
    assert queries.exemplar_candidates(reader, LATE, "2026-W46") == ()
    assert queries.weeks(reader) == ()
    assert queries.filter_options(reader).channels == ()
    assert queries.last_run(reader) is None
    frames = (
        queries.label_counts(reader, "irritant", by="week"),
        queries.label_trend(reader, "irritant", LATE),
        queries.contact_counts(reader, "week"),
        queries.contact_matrix(reader, [LATE]),
        queries.rejects(reader),
        queries.reject_counts(reader),
        queries.model_versions(reader),
        queries.frictions(reader),
    )
    for frame in frames:
        assert isinstance(frame, pd.DataFrame)
        assert frame.empty
        assert len(frame.columns)
    assert reader.table("contacts").schema == schemas.CONTACT


def test_threads_share_a_reader(reader):
    def ask(n: int) -> tuple[int, int]:
        page = queries.verbatims(reader, ContactFilter(search="colis"), label=("irritant", LATE))
        return page.n_total, len(queries.label_counts(reader, "irritant", by="channel")) + n * 0

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(40))) == {(1, 3)}


def test_a_query_reaches_no_file_outside_the_workspace(reader, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for sql in (
        f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
        "INSTALL httpfs",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
    ):
        with pytest.raises(Exception, match=r"(?i)permission|disabled|configuration"):
            reader.query(sql)


def test_words_are_the_same_after_the_store(workspace):
    text = "Été 2026 : l’œuvre à 1\u202f234,56\u00a0€ — « déçu » 😡 <PHONE>\nSigné\u00a0: Zoé"
    write(workspace, [Fake("é'\"\\", text, week="undated")])
    assert stored(workspace, "contacts")[0]["text"] == text
    with workspace.reader() as reader:
        (row,) = queries.verbatims(reader, ContactFilter(search="ete deçu zoe")).rows
    assert (row.contact_id, row.text, row.occurred_at) == ("é'\"\\", text, None)


def test_a_model_version_with_a_quote_is_just_a_name(workspace):
    write(workspace, [Fake("a")], model="m'1")
    write(workspace, [replace(Fake("a"), week="2026-W47")], "run-2", model="m'2")
    with workspace.reader() as reader:
        assert queries.overview(reader).n_contacts == 1
    assert len(stored(workspace, "annotations")) == 2
