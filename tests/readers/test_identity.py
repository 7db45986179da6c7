from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers import read_inputs
from nlp.readers.identity import RowIdentity, hash_identifier, is_personal


def ids(path) -> list[str]:
    return [contact.contact_id for reading in read_inputs([path]) for contact in reading.contacts]


def test_two_equal_answers_are_two_contacts(write) -> None:
    found = ids(write("a.csv", "avis;note\nRAS;8\nRAS;8\nRAS;8\n"))
    assert len(set(found)) == 3


def test_a_renamed_copy_gives_the_same_ids(write) -> None:
    content = "avis;note\nRAS;8\nTrop cher;2\nRAS;8\n"
    assert ids(write("a.csv", content)) == ids(write("copie de a.csv", content))


def test_column_order_does_not_count(write) -> None:
    one = ids(write("a.csv", "avis;note\nRAS;8\nTrop cher;2\n"))
    assert one == ids(write("b.csv", "note;avis\n8;RAS\n2;Trop cher\n"))


def test_a_rejected_row_does_not_shift_the_others(write) -> None:
    broken = ids(write("a.csv", "avis;nps\nRAS;99\nRAS;8\nRAS;8\n"))
    mended = ids(write("b.csv", "avis;nps\nRAS;9\nRAS;8\nRAS;8\n"))
    assert broken == mended[1:]


def test_ids_do_not_change_from_one_version_to_the_next() -> None:
    # A new value here would double every contact of existing workspaces.
    identity = RowIdentity()
    assert identity.from_content([("avis", "RAS")]) == "c1bb227740dd0a7daba7ccdc0"
    assert identity.from_content([("avis", "RAS")]) != "c1bb227740dd0a7daba7ccdc0"


def test_given_ids_are_kept_and_addresses_are_not(write) -> None:
    path = write(
        "a.csv",
        "id;avis\nT-12;bien\nmarie@exemple.fr;long\nmarie@exemple.fr;cher\n06 99 00 12 34;nul\n",
    )
    [reading] = read_inputs([path])
    found = [contact.contact_id for contact in reading.contacts]
    assert found[0] == "T-12"
    assert len(set(found)) == 4
    assert not any("@" in given or "99" in given[:4] for given in found[1:])
    assert ("ids_personal", {"column": "id", "n": 3}) in [(n.code, n.params) for n in reading.notes]


@pytest.mark.parametrize(
    "text",
    [
        "a.b@exemple.fr",
        "<x@y.org>",
        "+33 6 99 00 12 34",
        "06.99.00.12.34",
        "0699001234",
        "(555) 010-0142",
    ],
)
def test_addresses_and_telephones_are_personal(text: str) -> None:
    assert is_personal(text)


@pytest.mark.parametrize(
    "text", ["12345", "T-2026-0042", "9f8b7c", "2026-11-03", "1234567890", "CMD 0612"]
)
def test_plain_identifiers_are_not(text: str) -> None:
    assert not is_personal(text)


def test_a_message_id_is_hashed_whatever_surrounds_it() -> None:
    assert hash_identifier(" <a@b> ") == hash_identifier("<a@b>")
    assert "@" not in hash_identifier("<a@b>")


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5))
def test_the_order_of_the_content_never_counts(content) -> None:
    assert RowIdentity().from_content(content) == RowIdentity().from_content(content[::-1])
