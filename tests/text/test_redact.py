"""Personal data never survives; everything else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.text import AlignedText, clean_text, redact
from nlp.text.redact import redact_together
from nlp.text.redaction.placeholders import PLACEHOLDER, REDACTION_KINDS

FRAGMENTS = [
    "Merci", "à", "Sophie", "Mme", "Lefèvre", "M.", "Dupont", "je m'appelle", "Cordialement,",
    "\n", "Hervé Lanoix",
    "commande", "n°", "88213", "FR-77120", "06 99 00 12 34", "le", "12/03/2024", "1 234,56 €",
    "a@b.fr", "rue", "12",
    "de la Paix", "75011 Paris", "4970 1000 0000 0055", "client",
    "FR76 3000 6000 0112 3456 7890 189", "<NAME>",
    "<PHONE>", "madame", "roussel", "Mr", "Smith", "called", "Bill", "is", "late", ".", ",",
    "Orange", "was", "SNCF",
    "thanks", "Ralys m'a", "dossier", "40 817", "www.x.fr/c/123456789", "né le", "J. Martin",
    "bonjour", "TOUT", "VITE", "my name is", "ignatius", "zéro six", "quarante-deux dix huit",
    "double oh", "arobase exemple point fr", "à lille", "victor hugo", "nom de famille", "it's",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map(" ".join)


def redacted(text, lang=None):
    return redact(AlignedText.of(text), lang=lang).text.text


def test_personal_data_is_gone(personal):
    for lang, text, secrets in personal:
        result = redacted(text, lang)
        for secret in secrets:
            assert secret not in result, (text, result)


def test_ordinary_text_is_untouched(ordinary):
    for text in ordinary:
        assert redacted(text, "fr") == text
        assert redacted(text, "en") == text


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_redacting_twice_changes_nothing(text, lang):
    once = redact(clean_text(text), lang=lang)
    again = redact(AlignedText.of(once.text.text), lang=lang)
    assert again.text.text == once.text.text
    assert again.found == once.found


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_found_lies_on_placeholders_and_the_rest_is_the_source(text, lang):
    result = redact(AlignedText.of(text), lang=lang)
    previous = 0
    for found in result.found:
        assert previous <= found.start < found.end
        assert result.text.text[found.start : found.end] == f"<{found.kind}>"
        kept = result.text.text[previous : found.start]
        low, high = result.text.source_span(previous, found.start)
        assert not kept or text[low:high] == kept
        previous = found.end


@pytest.mark.parametrize("kind", REDACTION_KINDS)
def test_placeholders_survive(kind):
    text = f"Mme <{kind}> dit que <{kind}>, merci"
    result = redact(clean_text(text), lang="fr")
    assert result.text.text == text
    assert [found.kind for found in result.found] == [kind, kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Merci à Sophie du SAV, Sophie est top", "Merci à <NAME> du SAV, <NAME> est top"),
        (
            "livrer la commande n° FR-77120 au 14 rue des Tanneurs",
            "livrer la commande n° <ORDER> au <ADDRESS>",
        ),
        (
            "Réf. client 4409871, contrat auto n° 7741-20",
            "Réf. client <CUSTOMER>, contrat auto n° <CONTRACT>",
        ),
        ("appelez le 01 99 00 12 34 ou a.b@c.fr", "appelez le <PHONE> ou <EMAIL>"),
        (
            "dossier 40817 depuis 3 mois, facture 1 250 €",
            "dossier <CLAIM> depuis 3 mois, facture 1 250 €",
        ),
        (
            "mon compte est 77 36 29 10 44, au nom de ferreira",
            "mon compte est <CUSTOMER>, au nom de <NAME>",
        ),
        (
            "je m'appelle yann le goff zéro six dix zéro six dix zéro six",
            "je m'appelle <NAME> <PHONE>",
        ),
        ("12 avenue du général de gaulle, 59000 Lille", "<ADDRESS>"),
        ("Julie m'a rappelée, Ralys m'a oublié", "<NAME> m'a rappelée, Ralys m'a oublié"),
    ],
)
def test_placeholders_say_what_stood_there(text, expected):
    assert redacted(text, "fr") == expected


def test_a_name_found_in_one_part_is_redacted_in_all():
    parts = [
        clean_text("bonjour Julie à l'appareil"),
        clean_text("alors Julie je vous explique"),
        clean_text("RAS"),
    ]
    results = redact_together(parts, lang="fr")
    assert [result.text.text for result in results] == [
        "bonjour <NAME> à l'appareil",
        "alors <NAME> je vous explique",
        "RAS",
    ]


def test_language_unknown_asks_both_recognisers():
    assert redacted("Reçu un mail de Bartolomeo Quennevat ce matin") != ""
    assert "Priya" not in redacted("thanks to Priya, she sorted it")
    assert "Aïcha" not in redacted("merci Aïcha, tout est réglé")


def test_every_placeholder_is_matched_by_its_pattern():
    assert all(PLACEHOLDER.fullmatch(f"<{kind}>") for kind in REDACTION_KINDS)
    assert not PLACEHOLDER.search("<address> <p> < NAME > <OTHER>")
