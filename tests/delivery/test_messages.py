"""Who gets which digest, and what a mail holds."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from nlp.delivery import DeliveryReport, Edition, InlineImage, Outcome, build_messages
from nlp.delivery.addresses import parse_address
from nlp.delivery.mime import pdf_name, write_mail
from nlp.delivery.model import CardLink
from nlp.delivery.settings import DeliverySettings, RecipientGroup
from tests.delivery.conftest import CX_FR, PNG, SENDER, by_mail, rendered

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
MOBILE = Edition("product", "en", "Mobile")


def write(digest, to="Hélène <helene@client.example>"):
    content = write_mail(digest, SENDER, parse_address(to), "<a.b@sender.example>", AT)
    return content, message_from_bytes(content, policy=policy.default)


def test_each_gets_the_editions_they_are_down_for():
    groups = (
        by_mail("a@x.example", "b@x.example"),
        RecipientGroup(MOBILE, teams=("T",), slack=("S",)),
        RecipientGroup(Edition("product", "en"), slack=("ALL",)),
        by_mail("a@x.example", edition=MOBILE),
    )
    messages = build_messages([rendered(MOBILE), rendered()], DeliverySettings(groups))
    told = [(m.digest.edition, m.channel, m.target) for m in messages]
    assert told == [
        (MOBILE, "slack", "S"), (MOBILE, "teams", "T"), (MOBILE, "mail", "a@x.example"),
        (CX_FR, "mail", "a@x.example"), (CX_FR, "mail", "b@x.example"),
    ]  # fmt: skip


def test_a_mail_has_plain_text_html_image_and_pdf():
    content, mail = write(rendered(pdf=b"%PDF-1.7 \xff"))
    assert mail.get_content_type() == "multipart/mixed"
    alternative, pdf = mail.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    text, related = alternative.iter_parts()  # the last is the one preferred
    assert text.get_content_type() == "text/plain"
    assert related.get_content_type() == "multipart/related"
    html, image = related.iter_parts()
    assert html.get_content().rstrip("\r\n") == rendered().html
    assert image.get_content() == PNG
    assert image["Content-ID"] == "<impact>"
    assert image.get_content_disposition() == "inline"
    assert pdf.get_content() == b"%PDF-1.7 \xff"
    assert (pdf.get_content_type(), pdf.get_filename()) == (
        "application/pdf",
        "digest-2026-W47.cx.fr.pdf",
    )
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_mail_without_image_and_pdf_is_an_alternative():
    _, mail = write(rendered(html="<html><p>é</p></html>", images=()))
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert list(mail.iter_attachments()) == []


def test_a_page_of_one_long_line_is_folded_by_its_encoding():
    content, mail = write(rendered(html="<p>" + "x" * 5000 + "</p>", images=()))
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert mail.get_body(("html",)).get_content().count("x") == 5000


def test_the_head_of_a_mail():
    _, mail = write(rendered())
    assert mail["From"] == "Motif <motif@sender.example>"
    assert mail["To"] == "Hélène <helene@client.example>"
    assert mail["Subject"] == "Semaine 47 : ce que disent vos clients"
    assert mail["Message-ID"] == "<a.b@sender.example>"
    assert mail["Date"].datetime == AT
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"


def test_a_subject_cannot_add_a_head():
    _, mail = write(rendered(subject="Mobile\r\nBcc: x@y.example\u2028"))
    assert mail["Subject"] == "Mobile Bcc: x@y.example"
    assert mail["Bcc"] is None


def test_french_spaces_survive_in_the_subject():
    _, mail = write(rendered(subject="Semaine\u00a047\u202f: 12\u202f%"))
    assert mail["Subject"] == "Semaine\u00a047\u202f: 12\u202f%"


@pytest.mark.parametrize(
    ("html", "images", "told"),
    [
        ('<img src="data:image/png;base64,AA">', (), "data: address"),
        ('<img src="cid:impact">', (), "images shown and given differ: impact"),
        ("<p></p>", (InlineImage("impact", PNG),), "images shown and given differ: impact"),
    ],
)
def test_images_must_be_those_of_the_page(html, images, told):
    with pytest.raises(ValueError, match=told):
        rendered(html=html, images=images)


def test_a_pdf_is_named_after_its_edition():
    assert pdf_name(rendered(Edition("product", "fr", "Été / 2"))) == (
        "digest-2026-W47.product.Été-2.fr.pdf"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/irritants", "https://a b"])
def test_a_card_links_to_pages_only(address):
    with pytest.raises(ValueError, match="http and https"):
        CardLink("Open", address)


def test_a_report_tells_each_recipient():
    report = DeliveryReport(
        (
            Outcome("2026-W47", CX_FR, "mail", "m***@x.example", "sent", attempts=2),
            Outcome("2026-W47", MOBILE, "slack", "S", "refused", "HTTP 404"),
            Outcome("2026-W47", MOBILE, "teams", "T", "deferred", "HTTP 503", 3),
            Outcome("2026-W47", CX_FR, "slack", "S", "uncertain", "no answer"),
            Outcome("2026-W47", CX_FR, "slack", "U", "already_sent"),
        )
    )
    assert report.lines() == (
        "2026-W47, cx, fr, mail to m***@x.example: sent after 2 attempts",
        "2026-W47, product, Mobile, en, slack to S: not sent: HTTP 404",
        "2026-W47, product, Mobile, en, teams to T: not sent after 3 attempts: HTTP 503. "
        "The next run tries again.",
        "2026-W47, cx, fr, slack to S: perhaps sent: no answer. It is not sent again by itself. "
        "Ask the recipient; if it did not arrive, send it with --resend.",
        "2026-W47, cx, fr, slack to U: sent before, not again",
    )
    assert not report.is_complete
    assert report.count("refused") == 1
