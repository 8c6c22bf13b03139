"""A call to the Bot Platform's webhook, judged before anything of it is believed: secret, size, content; pure."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from bot.channels.zalo.incoming import BODY_LIMIT, NoMessage, Received, read_body

SECRET_HEADER = "X-Bot-Api-Secret-Token"
SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """The HTTP status to answer with and, where the caller is Zalo, what it delivered.

    A message is to be stored before a 200 is answered: Zalo does not deliver it again after that.
    """

    status: int
    received: Received | None = None


def judged(secret: str, header: str | None, body: bytes) -> Verdict:
    """The verdict on a webhook call; ``header`` is the value of SECRET_HEADER.

    403 for a caller without the secret, 413 for a body over BODY_LIMIT. Anything from Zalo itself gets 200, a
    message or not: what is refused would be delivered again and again. ValueError without a secret of our own.
    """
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"ZALO_WEBHOOK_SECRET is shorter than {SHORTEST_SECRET} characters; set a longer one")
    if not same(secret, header or ""):
        return Verdict(403)
    if len(body) > BODY_LIMIT:
        return Verdict(413, NoMessage(f"the body is over {BODY_LIMIT} bytes"))
    return Verdict(200, read_body(body))


def same(ours: str, theirs: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(ours.encode("utf-8", "surrogatepass"), theirs.encode("utf-8", "surrogatepass"))
