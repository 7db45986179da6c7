"""Send messages: each once, tried again while that may help, everything recorded."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from nlp.delivery.attempt import Attempt
from nlp.delivery.channels import Channel, Surroundings, load_trust, open_channels
from nlp.delivery.journal import Entry, Journal, JournalWriter
from nlp.delivery.model import DeliveryReport, Message, Outcome, Status
from nlp.delivery.settings import DeliverySettings

_STATUS: dict[str, Status] = {
    "sent": "sent",
    "deferred": "deferred",
    "refused": "refused",
    "unanswered": "uncertain",
}


def _now() -> datetime:
    return datetime.now(UTC)


def deliver(
    messages: Sequence[Message],
    journal: Journal,
    settings: DeliverySettings,
    *,
    resend: bool = False,
    environment: Mapping[str, str] | None = None,
    clock: Callable[[], datetime] = _now,
    sleep: Callable[[float], None] = time.sleep,
) -> DeliveryReport:
    """Send messages, none twice.

    What an earlier run sent is not sent again. What it began and did not end may have
    arrived: that is told and left, unless ``resend``. A temporary failure is tried again
    after a wait that doubles; a refusal is not. Each attempt is in the journal, on the disk,
    before it begins and after it ended. Run again at will: only what is missing is sent.

    Args:
        messages: From :func:`~nlp.delivery.messages.build_messages`.
        journal: Of the workspace that the digests tell.
        settings: Server, certificates, retries.
        resend: Also send what may have been sent before; never what surely was.
        environment: Variables that hold the secrets; the process's by default.
        clock: Tells the time, aware.
        sleep: Waits some seconds.

    Returns:
        One outcome per message. A recipient who cannot be reached is an outcome, not an
        error, and keeps nobody else from being sent to.

    Raises:
        InputError: ``ca_file`` cannot be read. Nothing was sent.
        WorkspaceError: Another run is sending, or the journal is damaged (nothing was sent);
            or it can no longer be written (what was sent until then is in it).
        ValueError: Two messages are the same digest to the same recipient.
    """
    around = Surroundings(
        settings,
        os.environ if environment is None else environment,
        load_trust(settings.ca_file),
        clock,
    )
    if not messages:
        return DeliveryReport(())
    with journal.writing(clock) as writer:
        delivery = _Delivery(around, writer, sleep)
        outcomes = delivery.send_all(messages, resend=resend)
    return DeliveryReport(outcomes)


@dataclass(slots=True)
class _Parcel:
    """A message on its way."""

    message: Message
    key: str
    attempts: int = 0
    outcome: Outcome | None = None


class _Delivery:
    """One run of :func:`deliver`."""

    def __init__(
        self, around: Surroundings, writer: JournalWriter, sleep: Callable[[float], None]
    ) -> None:
        self._around = around
        self._writer = writer
        self._sleep = sleep

    def send_all(self, messages: Sequence[Message], *, resend: bool) -> tuple[Outcome, ...]:
        """Send what is not sent, round by round: who has to wait keeps nobody waiting."""
        parcels = [_Parcel(message, self._writer.key(message)) for message in messages]
        if len({parcel.key for parcel in parcels}) < len(parcels):
            raise ValueError("two messages are the same digest to the same recipient")
        for parcel in parcels:
            self._look_up(parcel, resend=resend)
        waiting = [parcel for parcel in parcels if parcel.outcome is None]
        while waiting:
            waiting, wait_s = self._send_round(waiting)
            if waiting:
                self._sleep(wait_s)
        return tuple(parcel.outcome for parcel in parcels if parcel.outcome is not None)

    def _look_up(self, parcel: _Parcel, *, resend: bool) -> None:
        """Settle what an earlier run has sent, or may have."""
        entry = self._writer.last(parcel.key)
        if entry is None:
            return
        if entry.event == "sent":
            parcel.outcome = self._outcome(parcel, "already_sent")
        elif entry.is_uncertain and not resend:
            parcel.outcome = self._outcome(parcel, "uncertain", _doubt(entry))

    def _send_round(self, parcels: list[_Parcel]) -> tuple[list[_Parcel], float]:
        """Try each once; those to try again, and after how many seconds."""
        retry = self._around.settings.retry
        channels = open_channels(self._around)
        again: list[_Parcel] = []
        wait_s = 0.0
        try:
            for parcel in parcels:
                attempt = self._try(parcel, channels[parcel.message.channel])
                asked_s = attempt.retry_after_s or 0.0
                may_pass = attempt.result == "deferred" and parcel.attempts < retry.attempts
                if may_pass and asked_s <= retry.longest_wait_s:
                    again.append(parcel)
                    wait_s = max(wait_s, retry.wait_s(parcel.attempts), asked_s)
                else:
                    reason = _with_wait(attempt)
                    parcel.outcome = self._outcome(parcel, _STATUS[attempt.result], reason)
        finally:
            for channel in channels.values():
                channel.close()
        return again, wait_s

    def _try(self, parcel: _Parcel, channel: Channel) -> Attempt:
        """One attempt, recorded before and after."""
        parcel.attempts += 1
        message = parcel.message
        ready = channel.prepare(message, self._message_id(parcel), self._around.clock())
        if isinstance(ready, Attempt):
            attempt = ready
        else:
            self._writer.record(message, "intent", parcel.attempts)
            attempt = ready()
        self._writer.record(message, attempt.result, parcel.attempts, attempt.reason)
        return attempt

    def _outcome(self, parcel: _Parcel, status: Status, reason: str = "") -> Outcome:
        message = parcel.message
        return Outcome(
            message.digest.week,
            message.digest.edition,
            message.channel,
            message.shown,
            status,
            reason,
            parcel.attempts,
            self._message_id(parcel) if message.channel == "mail" else "",
        )

    def _message_id(self, parcel: _Parcel) -> str:
        """The same for the same digest and recipient, so that a mail sent twice is seen as one."""
        smtp = self._around.settings.smtp
        domain = smtp.sender.domain if smtp is not None else "motif.invalid"
        return f"<{parcel.message.digest.week}.{parcel.key}@{domain}>".lower()


def _doubt(entry: Entry) -> str:
    at = f"{entry.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return entry.reason or f"a run that began to send it at {at} ended before the answer"


def _with_wait(attempt: Attempt) -> str:
    if attempt.result != "deferred" or attempt.retry_after_s is None:
        return attempt.reason
    return f"{attempt.reason}, which asks to wait {attempt.retry_after_s:.0f} s"
