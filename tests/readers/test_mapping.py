from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import MappingError
from nlp.readers import ColumnMapping, load_mapping, read_inputs


def test_a_mapping_ties_fields_to_columns(write, read_one) -> None:
    mapping = load_mapping(
        write(
            "m.yaml",
            "columns:\n  text: [Objet, Propos]\n  score: Valeur\n  customer: null\n"
            "scale: ces7\ndate_format: month_first\nchannel: courrier\nkind: feedback\nlang: fr\n",
        )
    )
    assert mapping == ColumnMapping(
        columns={"text": ("Objet", "Propos"), "score": ("Valeur",), "customer": ()},
        scale="ces7", date_format="month_first", channel="courrier", kind="feedback", lang="fr",
    )  # fmt: skip
    reading = read_one(
        "a.csv",
        "Objet,Propos,Valeur,client,date\nColis,Jamais reçu,6,Z1,11/03/2026\n",
        mapping=mapping,
    )
    [contact] = reading.contacts
    assert contact.text == "Colis\nJamais reçu"
    assert contact.satisfaction is not None
    assert (contact.satisfaction.value, contact.satisfaction.scale) == (6, "ces7")
    assert (contact.channel, contact.kind, contact.lang, contact.customer) == (
        "letter",
        "feedback",
        "fr",
        None,
    )
    assert contact.occurred_at is not None
    assert contact.occurred_at.month == 11
    assert reading.mapping == {"text": "Objet + Propos", "date": "date", "score": "Valeur"}


def test_fields_may_stand_at_the_top_and_go_by_other_names(write) -> None:
    mapping = load_mapping(write("m.yml", "verbatim: Propos\nsatisfaction: Note\n"))
    assert mapping.columns == {"text": ("Propos",), "score": ("Note",)}


def test_column_names_forgive_case_and_accents(read_one) -> None:
    mapping = ColumnMapping(columns={"text": ("PROPOS DU CLIENT",)})
    reading = read_one("a.csv", "Propos_du_clïent\nC'est trop long\n", mapping=mapping)
    assert reading.mapping["text"] == "Propos_du_clïent"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("columns:\n  txet: avis\n", r"unknown field 'txet'.*Did you mean.*text"),
        ("scale: npss\n", r"scale must be one of nps.*Did you mean.*nps"),
        ("scale: ces\n", r"ces7.*ces5"),
        ("date_format: european\n", "iso, day_first, month_first"),
        ("kind: avis\n", "interaction, feedback"),
        ("columns:\n  score: [a, b]\n", "score takes one column, got 2"),
        ("columns: [a]\n", "must tie fields to columns"),
        ("columns:\n  text: {a: b}\n", "column name or a list"),
        ("lang: no\n", "put it in quotes"),
        ("lang: es\n", "lang, for every contact, must be fr or en, got 'es'"),
        ("lang: langue\n", "under 'columns:'"),
        ("sheet: 2026\n", "sheet must be a word, got 2026; put it in quotes"),
        ("- a\n", "expected such as"),
        ("a: [", "not valid YAML"),
        ("", "expected such as"),
    ],
)
def test_a_wrong_mapping_says_what_is_expected(write, content: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        load_mapping(write("m.yaml", content))


def test_known_fields_are_listed_once(write) -> None:
    with pytest.raises(MappingError) as caught:
        load_mapping(write("m.yaml", "txet: avis\n"))
    known = str(caught.value).split("known: ")[1].split(". Did")[0].split(", ")
    assert len(known) == len(set(known))
    assert {"text", "scale", "channel", "sheet"} <= set(known)


def test_the_documented_mapping_is_one(write) -> None:
    page = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    mapping = load_mapping(write("m.yaml", page.split("```yaml\n")[1].split("```")[0]))
    assert mapping == ColumnMapping(
        columns={
            "text": ("titre", "ce_qui_ne_va_pas"), "score": ("q7",), "date": ("saisi_le",),
        },
        scale="csat", date_format="day_first", channel="survey", sheet="Réponses",
    )  # fmt: skip


def test_a_channel_for_every_contact_must_be_known(write) -> None:
    path = write("a.csv", "avis,canal\ntrop long à venir,mail\n")
    for given, near in (("cannal", "canal"), ("emial", "email"), ("courier", "courrier")):
        with pytest.raises(MappingError, match=rf"neither a channel.*Did you mean .*\b{near}\b"):
            list(read_inputs([path], mapping=ColumnMapping(channel=given)))
    with pytest.raises(MappingError, match="survey, review, email"):
        list(read_inputs([path], mapping=ColumnMapping(channel="minitel")))
    [reading] = read_inputs([path], mapping=ColumnMapping(channel="Courrier postal"))
    assert reading.contacts[0].channel == "letter"


def test_a_wrong_channel_shows_no_first_row_taken_for_a_header(write) -> None:
    path = write("a.csv", "12,Dupont,2026-11-03\n13,autre,2026-11-04\n")
    with pytest.raises(MappingError, match="neither a channel") as caught:
        list(read_inputs([path], mapping=ColumnMapping(channel="Dupond")))
    assert "Dupont" not in str(caught.value)


def test_a_missing_mapping_file_is_a_mapping_error(tmp_path) -> None:
    with pytest.raises(MappingError, match="cannot be opened"):
        load_mapping(tmp_path / "none.yaml")


def test_a_column_that_is_not_there_suggests_those_that_are(write) -> None:
    path = write("a.csv", "Verbatim,Date\nbien,2026-11-03\n")
    mapping = ColumnMapping(columns={"text": ("Verbatm",)})
    with pytest.raises(
        MappingError, match=r"its columns: Verbatim, Date\. Did you mean Verbatim\?"
    ):
        list(read_inputs([path], mapping=mapping))


def test_no_text_column_lists_the_columns_and_shows_a_mapping(write) -> None:
    path = write("a.csv", "ville,age\nLyon,33\n")
    with pytest.raises(MappingError, match=r"Its columns: ville, age\.") as caught:
        list(read_inputs([path]))
    assert "\ntext: <column of the verbatims>\n" in str(caught.value)
    assert "--mapping" in str(caught.value)


def test_a_file_without_header_does_not_show_its_first_row(write) -> None:
    path = write("a.csv", "12,Mme Dupont est furieuse,2026-11-03\n13,autre,2026-11-04\n")
    with pytest.raises(MappingError, match="looks like data") as caught:
        list(read_inputs([path]))
    assert "Dupont" not in str(caught.value)


def test_a_constant_that_names_a_column_is_questioned(write) -> None:
    path = write("a.csv", "avis,canal,email,langue\ntrop long à venir,mail,a@b.fr,fr\n")
    for mapping in (ColumnMapping(channel="Canal"), ColumnMapping(lang="langue")):
        with pytest.raises(MappingError, match="under 'columns:'"):
            list(read_inputs([path], mapping=mapping))
    [reading] = read_inputs([path], mapping=ColumnMapping(channel="email"))
    assert reading.contacts[0].channel == "email"


def test_named_text_is_not_joined_with_a_title_found_by_itself(read_one) -> None:
    mapping = ColumnMapping(columns={"text": ("message",)})
    reading = read_one("a.csv", "objet,message\nUn titre,Un long message\n", mapping=mapping)
    assert reading.contacts[0].text == "Un long message"
