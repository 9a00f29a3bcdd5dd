"""What git says when it fails, and the refusal that it becomes."""

import re
from collections.abc import Sequence
from pathlib import Path

from sfcheck.errors import Refused

FAILURES = (
    (r"dubious ownership", "not-trusted"),
    (r"tell me who you are|auto-detection is disabled|empty ident", "no-identity"),
    (r"no space left on device|out of diskspace|quota exceeded|file too large", "disk-full"),
    (r"insufficient permission|read-only file system|': permission denied", "cannot-write"),
    (r"index\.lock': file exists", "index-locked"),
    (r"\.lock': file exists", "ref-locked"),
    (r"but expected|reference already exists|unable to resolve reference", "ref-moved"),
    (r"nonexistent object|is not a valid object|objects/.*: no such file", "objects-lost"),
    (r"failed to sign|gpg failed|signingkey|private key|load public key", "cannot-sign"),
)
"""What git says when it fails → the refusal; the first that fits."""


def failure(where: Path, arguments: Sequence[str], status: int, complaint: bytes) -> Refused:
    """Return the refusal of a git that ended with `status`, by what it complained of."""
    said = complaint.decode(errors="replace").strip() or f"exit status {status}"
    fits = (code for pattern, code in FAILURES if re.search(pattern, said, re.IGNORECASE))
    return Refused(next(fits, "git-failed"), command=" ".join(arguments), said=said, path=where)
