from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import WorkspaceError
from nlp.storage import CustomerKey

KEY = CustomerKey(bytes(range(32)))


def test_a_key_is_made_once_for_its_owner_only(tmp_path):
    path = tmp_path / "config" / "motif" / "customer.key"
    key = CustomerKey.load_or_create(path)
    assert len(path.read_bytes()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert CustomerKey.load_or_create(path) == key
    assert [p.name for p in path.parent.iterdir()] == ["customer.key"]


def test_two_keys_differ(tmp_path):
    one, two = (CustomerKey.load_or_create(tmp_path / name) for name in ("one", "two"))
    assert one.pseudonym("c-1") != two.pseudonym("c-1")


def test_processes_that_start_together_share_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(CustomerKey.load_or_create, [tmp_path / "key"] * 16))
    assert len(keys) == 1


def test_a_key_inside_a_workspace_is_refused(workspace):
    for path in (workspace.folder / "key", workspace.folder / "deep" / "er" / "key"):
        with pytest.raises(WorkspaceError, match="lies inside the workspace"):
            CustomerKey.load_or_create(path)
        assert not path.exists()


def test_a_link_into_a_workspace_is_seen_through(workspace, tmp_path):
    (tmp_path / "link").symlink_to(workspace.folder)
    with pytest.raises(WorkspaceError, match="lies inside the workspace"):
        CustomerKey.load_or_create(tmp_path / "link" / "key")


def test_a_file_that_is_no_key_is_refused_and_kept(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"short")
    path.chmod(0o600)
    with pytest.raises(WorkspaceError, match="expected 32 bytes, found 5"):
        CustomerKey.load_or_create(path)
    assert path.read_bytes() == b"short"


def test_a_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "key"
    CustomerKey.load_or_create(path)
    path.chmod(0o644)
    with pytest.raises(WorkspaceError, match="chmod 600"):
        CustomerKey.load_or_create(path)


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="cannot be read or made"):
        CustomerKey.load_or_create(tmp_path / "file" / "key")


def test_the_secret_is_not_shown():
    assert "secret" not in repr(KEY)


def test_a_pseudonym_never_changes_from_one_release_to_the_next():
    assert KEY.pseudonym("Élodie@Example.fr") == "6336bfa40224d4dcacec02b9e6a57637"


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_case_and_outer_space_do_not_matter(identifier):
    pseudonym = KEY.pseudonym(identifier)
    assert len(pseudonym) == 32
    assert int(pseudonym, 16) >= 0
    assert KEY.pseudonym(f"  {identifier}\n") == pseudonym


def test_case_and_composition_of_accents_do_not_matter():
    assert KEY.pseudonym("E\u0301LODIE@X.FR") == KEY.pseudonym("élodie@x.fr")
    assert KEY.pseudonym("STRASSE 1") == KEY.pseudonym("straße 1")


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0\n"])
def test_a_blank_identifier_is_nobody(blank):
    with pytest.raises(ValueError, match="blank"):
        KEY.pseudonym(blank)
