"""What a failed letter means: a mail server's refusals and the network's troubles as outcomes."""

import re
from typing import Final

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPReadTimeoutError,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from bot.channels.port import Impossible, Later, Outcome, Unreachable

MINUTE: Final = 60.0
GREYLISTED: Final = 300.0  # seconds: greylisting (灰名单) lets the same letter in after a few minutes
PERMANENT: Final = 500
NO_SUCH_BOX: Final = frozenset({550, 551, 553})
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_BOX_FULL = "5.2.2"
_BAD_BOX: Final = ("5.1.", "5.2.1")  # RFC 3463: the address is wrong, moved, or switched off


def outcome_of(error: Exception, step: str) -> Outcome:
    """Return what to do with a letter whose sending failed at a step: connect, mail, rcpt or data."""
    match error:
        case SMTPAuthenticationError():
            return Later(GREYLISTED, _why(error, "login"))
        case SMTPRecipientRefused(code=code) if code >= PERMANENT:
            return _refused(error)
        case SMTPRecipientRefused():
            return Later(GREYLISTED, _why(error, "rcpt"))
        case SMTPSenderRefused(code=code) | SMTPDataError(code=code) if code >= PERMANENT:
            return Impossible(_why(error, step))
        case SMTPResponseException():
            return Later(MINUTE, _why(error, step))
        case _:
            interrupted = isinstance(error, SMTPReadTimeoutError | SMTPServerDisconnected)
            return Later(MINUTE, f"{step}: {type(error).__name__}", unknown=step == "data" and interrupted)


def _refused(error: SMTPRecipientRefused) -> Outcome:
    """Tell a wrong address from a full box or a server that does not want our letters."""
    why, said = _why(error, "rcpt"), _enhanced(error)
    if error.code in NO_SUCH_BOX and said != _BOX_FULL and (not said or said.startswith(_BAD_BOX)):
        return Unreachable(why)
    return Impossible(why)


def _why(error: SMTPResponseException, step: str) -> str:
    """Return the codes alone: a server's words may quote the address or the letter."""
    return " ".join(part for part in (step, str(error.code), _enhanced(error)) if part)


def _enhanced(error: SMTPResponseException) -> str:
    found = _ENHANCED.search(error.message)
    return found[1] if found else ""
