"""A digest as a mail: plain text and HTML side by side, inline images, PDF attached."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from nlp.delivery.addresses import Address
from nlp.delivery.model import RenderedDigest

# Seven bits pass every server; all is encoded, so no line is too long for one either.
_POLICY = SMTP.clone(cte_type="7bit")


def write_mail(
    digest: RenderedDigest, sender: Address, to: Address, message_id: str, at: datetime
) -> bytes:
    """Write a mail.

    Args:
        digest: What to say.
        sender: Whom it comes from.
        to: Its only recipient.
        message_id: Its identifier, angle brackets included.
        at: Its date, aware.

    Returns:
        The mail in 7-bit ASCII with lines ended by CR LF.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender.header
    mail["To"] = to.header
    mail["Subject"] = digest.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    # Nobody's absence notice is an answer to a digest (RFC 3834; the second for Exchange).
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mail.set_content(digest.text)
    _add_html(mail, digest)
    mail["Content-Language"] = digest.edition.lang  # now: before, it would be the text's alone
    if digest.pdf is not None:
        mail.add_attachment(
            digest.pdf, maintype="application", subtype="pdf", filename=pdf_name(digest)
        )
    return mail.as_bytes()


def pdf_name(digest: RenderedDigest) -> str:
    """Name of the PDF: ``digest-2026-W46.cx.fr.pdf``."""
    edition = digest.edition
    product = re.sub(r"[^\w.-]+", "-", edition.product or "").strip("-")
    parts = [f"digest-{digest.week}", edition.audience, product, edition.lang, "pdf"]
    return ".".join(part for part in parts if part)


def _add_html(mail: EmailMessage, digest: RenderedDigest) -> None:
    page = EmailMessage(policy=_POLICY)
    page.set_content(digest.html, subtype="html")
    for image in digest.images:
        page.add_related(
            image.png,
            maintype="image",
            subtype="png",
            cid=f"<{image.cid}>",
            disposition="inline",
            filename=f"{image.cid}.png",
        )
    del page["MIME-Version"]  # a part is no mail of its own
    mail.make_alternative()
    mail.attach(page)
