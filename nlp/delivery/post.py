"""One post to a webhook, whose address is a secret."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from nlp.delivery.attempt import Attempt, read_connection_error
from nlp.delivery.credentials import Secret

_BODY_BYTES = 4096
"""Bytes of an answer that are read; webhooks answer in a few words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook answers.

    Attributes:
        status: HTTP status.
        body: Beginning of the body.
        retry_after: The header of that name; ``None`` if absent.
    """

    status: int
    body: str
    retry_after: str | None = None


def to_json(payload: Mapping[str, Any]) -> bytes:
    """Write a payload as compact JSON in UTF-8."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def post_json(
    address: Secret, content: bytes, *, timeout_s: float, trust: ssl.SSLContext
) -> Answer | Attempt:
    """Post JSON.

    A redirection is not followed: it would turn the post into a read of another page, whose
    success means nothing. A proxy of the environment is used.

    Args:
        address: Where to.
        content: JSON in UTF-8.
        timeout_s: Seconds without an answer after which the post has failed.
        trust: Certificates to trust.

    Returns:
        The answer; or, without one, ``deferred`` or ``refused`` if the post surely did not
        arrive, and ``unanswered`` if it may have.
    """
    # The caller has checked the scheme.
    request = Request(  # noqa: S310
        address.revealed,
        data=content,
        headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "motif"},
        method="POST",
    )
    try:
        with _opener(trust).open(request, timeout=timeout_s) as answer:
            return Answer(answer.status, _read(answer))
    except HTTPError as error:
        with error:
            return Answer(error.code, _read_if_any(error), error.headers.get("Retry-After"))
    except URLError as error:  # urllib wraps what fails until the request has gone, and no more
        cause = error.reason if isinstance(error.reason, BaseException) else error
        return read_connection_error(cause, "the webhook")
    except (OSError, http.client.HTTPException):
        return Attempt("unanswered", "the message was handed over and the webhook did not answer")


def _opener(trust: ssl.SSLContext) -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(context=trust),
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _read(answer: IO[bytes]) -> str:
    return answer.read(_BODY_BYTES).decode("utf-8", "replace")


def _read_if_any(answer: IO[bytes]) -> str:
    """The body of a failure, whose status tells enough where it cannot be read."""
    try:
        return _read(answer)
    except (OSError, http.client.HTTPException):
        return ""
