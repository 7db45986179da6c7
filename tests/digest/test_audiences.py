import pytest

from nlp.digest import Scope, choose_scope, file_stem
from nlp.errors import InputError

KNOWN = ("Box & Télé", "Mobile")


def test_each_audience_has_its_scope():
    assert choose_scope("cx", None, KNOWN) == Scope()
    assert choose_scope("direction", None, ()) == Scope("direction")
    assert choose_scope("product", "Mobile", KNOWN) == Scope("product", "Mobile")


@pytest.mark.parametrize(
    ("audience", "product", "known", "message"),
    [
        ("product", None, KNOWN, r"needs --product: the workspace has Box & Télé, Mobile"),
        ("product", "Mobil", KNOWN, r"no product 'Mobil'.*Did you mean Mobile\?"),
        ("product", "Mobile", (), r"names no product"),
        ("cx", "Mobile", KNOWN, r"belongs to --audience product"),
        ("product", None, [f"P{i}" for i in range(40)], r"and 28 more"),
    ],
)
def test_a_wrong_product_says_what_there_is(audience, product, known, message):
    with pytest.raises(InputError, match=message):
        choose_scope(audience, product, known)


@pytest.mark.parametrize(
    ("scope", "stem"),
    [
        (Scope(), "digest-2026-W46"),
        (Scope("direction"), "digest-2026-W46.direction"),
        (Scope("product", "Box & Télé"), "digest-2026-W46.product-box-tele"),
        (Scope("product", "../../etc"), "digest-2026-W46.product-etc"),
    ],
)
def test_files_are_named_after_the_audience(scope, stem):
    assert file_stem("2026-W46", scope, KNOWN) == stem


def test_products_that_look_alike_never_share_a_file():
    known = ("Box", "box", "BOX!", "Ж", "Я")
    stems = {file_stem("2026-W46", Scope("product", name), known) for name in known}
    assert len(stems) == len(known)
    assert all(stem.isascii() and "/" not in stem for stem in stems)
