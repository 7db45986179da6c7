import json

import pytest

from nlp.cli import main

TEXTS = [
    ("fr", "Il faudrait plus de cadrans pour ma montre."),
    ("fr", "Ajoutez de nouveaux cadrans pour la montre svp."),
    ("fr", "Quand aurons-nous d'autres cadrans ?"),
    ("en", "Please add more watch faces."),
    ("en", "We want new watch faces for this band."),
    ("en", "Only three watch faces, add some more."),
    ("fr", "Le coach vocal parle seulement en anglais."),
    ("fr", "Dommage que la voix du coach ne soit pas en français."),
    ("en", "The voice coach should speak French."),
    ("fr", "La batterie se vide en deux heures."),
    ("en", "Battery drains within two hours since the update."),
    ("en", "It eats my battery, empty by noon."),
    ("fr", "Impossible de synchroniser avec Strava."),
    ("en", "Does not sync with Strava."),
]


@pytest.fixture
def run(capsys):
    def call(*args):
        try:
            main([str(a) for a in args])
            status = 0
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        return status, out, err

    return call


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    rows = [{"id": f"r{i}", "text": text, "lang": lang} for i, (lang, text) in enumerate(TEXTS)]
    rows.insert(3, {"id": "empty", "text": ""})
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_every_row_gets_its_topic_in_order(run, source, tmp_path):
    output = tmp_path / "out.jsonl"
    status, _, err = run("discover", source, "--output", output, "--lang", "fr")
    assert status == 0, err
    rows = read(output)
    assert [row["id"] for row in rows] == [row["id"] for row in read(source)]
    assert all(list(row) == ["id", "topic"] and isinstance(row["topic"], str) for row in rows)
    assert rows[3] == {"id": "empty", "topic": "-1"}
    topics = read(tmp_path / "out.topics.jsonl")
    assert {row["topic"] for row in rows} <= {topic["id"] for topic in topics}
    assert topics[-1]["without_words"] == 1
    assert topics[0]["nearest"]["code"]
    assert {q for t in topics[:-1] for q in t["quote_ids"]["fr"]} <= {row["id"] for row in rows}
    assert "15 lignes lues" in err
    assert "1 sans texte" in err
    first = output.read_bytes()
    run("discover", source, "--output", output)
    assert output.read_bytes() == first


def test_few_rows_are_written_and_the_reason_is_said(run, tmp_path):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("text\nbonjour à tous\n", encoding="utf-8")
    status, _, err = run("discover", source, "--output", output)
    assert status == 0
    assert "too few to look for topics" in err
    assert output.read_text(encoding="utf-8-sig").splitlines() == ["id,topic", "1,-1"]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("note;verbatim\n3;bonjour\n", "out.jsonl", "no column 'text'"),
        ("text\n", "out.jsonl", "no rows"),
        ("", "out.jsonl", "empty"),
        ("text\nbonjour\n", "in.csv", "it is the input"),
        ("text\nbonjour\n", "out.xlsx", "must be one of"),
    ],
)
def test_bad_input_is_one_message(run, tmp_path, content, name, message):
    source = tmp_path / "in.csv"
    source.write_text(content, encoding="utf-8")
    status, _, err = run("discover", source, "--output", tmp_path / name)
    assert status == 1
    assert message in err
    assert "Traceback" not in err
