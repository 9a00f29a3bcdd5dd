"""Public keys as OpenSSH writes them: which are taken, and how they are kept."""

import binascii
from base64 import b64decode

from sfcheck.errors import Refused

KEY_TYPES = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
)
_LENGTH = 4


def public_key(text: str, source: str) -> str:
    """Return the one public key in `text` as `type base64`, without its comment.

    `source` names the text in a refusal. Raises `Refused`: `private-key`, `not-a-public-key`.
    """
    if "PRIVATE KEY" in text:
        raise Refused("private-key", path=source)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    words = lines[0].split() if len(lines) == 1 else []
    if len(words) < 2 or words[0] not in KEY_TYPES or _type_inside(words[1]) != words[0]:
        raise Refused("not-a-public-key", path=source, types=", ".join(KEY_TYPES))
    return " ".join(words[:2])


def _type_inside(encoded: str) -> str:
    """Return the type a key names inside: RFC 4253 puts it first, behind its length."""
    try:
        blob = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return ""
    length = int.from_bytes(blob[:_LENGTH], "big")
    return blob[_LENGTH : _LENGTH + length].decode("ascii", errors="replace")
