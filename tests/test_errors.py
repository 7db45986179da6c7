from nlp import errors
from nlp.errors import InputError, MissingExtraError, MotifError, did_you_mean


def test_every_exception_is_a_motif_error():
    raised = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, Exception)]
    assert len(raised) == 9
    assert all(issubclass(e, MotifError) for e in raised)


def test_the_tree_drawn_at_the_top_names_every_exception():
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, MotifError):
            assert name in (errors.__doc__ or "")


def test_a_missing_extra_says_how_to_install_it():
    assert "pip install 'motif-cx[app]'" in str(MissingExtraError("streamlit", "app"))


def test_suggestions_are_close_words_only():
    assert did_you_mean("delivery.lte", ["delivery.late", "staff.rude"]) == (
        " Did you mean delivery.late?"
    )
    assert did_you_mean("zzz", ["delivery.late"]) == ""
    assert did_you_mean("ab1", ["ab2", "ab3"]).endswith(" or ab2?")


def test_input_errors_are_told_from_the_others():
    assert issubclass(errors.TaxonomyError, InputError)
    assert not issubclass(errors.BundleError, InputError)
