from __future__ import annotations

import pytest

from nlp.readers.html import html_to_text


def test_blocks_become_lines_and_entities_characters() -> None:
    html = (
        "<html><head><title>x</title><style>p{color:red}</style></head><body><p>Bonjour&nbsp;!</p>"
        "<p>Ma <b>box</b> est en&#160;panne<br>depuis   lundi</p>"
        "<ul><li>un</li><li>deux</li></ul><script>alert(1)</script></body></html>"
    )
    text = html_to_text(html)
    assert text == "Bonjour\u00a0!\n\nMa box est en\u00a0panne\ndepuis lundi\n\nun\ndeux"


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote type=cite>ancien</blockquote>",
        '<div class="gmail_quote"><div>Le 3 nov. 2026, X a écrit :</div>ancien</div>',
        '<div class="moz-cite-prefix">Le 3 nov., X a écrit :</div><blockquote>ancien</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">De : X</div><div>ancien</div>',
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>De : '
        "X</p></div></div><p>ancien</p>",
        '<div class="yahoo_quoted">ancien</div>',
        '<div class="gmail_signature">ancien</div>',
    ],
)
def test_what_is_quoted_goes(quote: str) -> None:
    html = f"<body><div>Nouveau message</div>{quote}</body>"
    assert html_to_text(html) == "Nouveau message"
    assert "ancien" in html_to_text(html, keep_quotes=True)


def test_answers_between_quotes_stay() -> None:
    html = (
        "<blockquote>Question une ?</blockquote><p>Oui.</p><blockquote>Deux "
        "?</blockquote><p>Non.</p>"
    )
    assert html_to_text(html) == "Oui.\n\nNon."


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    assert html_to_text("<div>" * 3000 + "au fond" + "</div>" * 3000) == "au fond"


@pytest.mark.parametrize("html", ["", "   ", "<", "<p", "texte seul", "<b>à demi"])
def test_broken_html_is_still_text(html: str) -> None:
    assert html_to_text(html) in ("", "<", "texte seul", "à demi")
