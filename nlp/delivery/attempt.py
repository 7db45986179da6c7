"""What one attempt came to, and how failures are read.

Two questions decide: did the other side say no, and may it have the message all the same?
A message that may have arrived is never sent again by itself.
"""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from typing import Literal

Result = Literal["sent", "deferred", "refused", "unanswered"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to.

    Attributes:
        result: ``sent``: taken; ``deferred``: surely not taken, worth another try;
            ``refused``: surely not taken, and trying again does not help; ``unanswered``:
            handed over whole, and no answer came.
        reason: Why, in our own words; never the other side's, which may hold an address.
        retry_after_s: Seconds that the other side asks to wait; ``None`` if it does not.
    """

    result: Result
    reason: str = ""
    retry_after_s: float | None = None


SENT = Attempt("sent")


def read_connection_error(error: BaseException, server: str) -> Attempt:
    """Tell why a connection could not be made or broke before anything was handed over.

    Args:
        error: What was raised.
        server: What to call the other side.

    Returns:
        ``refused`` where somebody has to mend a setting or a certificate, else ``deferred``.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        return Attempt(
            "refused",
            f"the certificate of {server} is not trusted ({error.verify_message.rstrip('.')}); set "
            "ca_file to the certificate of your own authority, or mend the server's",
        )
    if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
        return Attempt("refused", f"{server} does not speak TLS on this port: check the port")
    return Attempt("deferred", _temporary(error, server))


def _temporary(error: BaseException, server: str) -> str:
    if isinstance(error, TimeoutError):
        return f"{server} did not answer in time"
    if isinstance(error, ConnectionRefusedError):
        return f"{server} refuses connections"
    if isinstance(error, socket.gaierror):
        return f"the name of {server} was not found"
    if isinstance(error, ssl.SSLError):
        return f"no encryption could be agreed with {server}"
    return f"the connection to {server} broke"
