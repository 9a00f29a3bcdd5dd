"""A small sound ledger on disk: the invented world's registries, and issues in many states.

Every record is made by the law itself. `NUMBER` is the issue that examples are laid over.
"""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import Record, dump
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.folding import fold
from sfcheck.domain.issues.record import Issue, draft, seal
from sfcheck.domain.world.roster import Book
from sfcheck.ledger.files import canonical, layout
from sfcheck.ledger.resources import beginning
from tests.support import world as w

UNIT = "灵武市云坊化工有限公司（虚构）"
TITLE = "甲醇罐区可燃气体报警器失效"
NUMBER = w.NUMBER
PATH = layout.issue_path(NUMBER)
DUPLICATE, RECURRENCE, CLOSED, IMPORTED, FORKED, VOIDED, PROVEN = (
    make(2026, "037", sequence) for sequence in range(143, 150)
)
PHOTOGRAPH = b"an invented photograph"
CONTEXT = w.world("own")


def _living(number: str) -> Status:
    return Status.RECTIFYING


def opening(number: str = NUMBER, **changes: object) -> Issue:
    """Return the draft of an invented finding at a chemical works."""
    return draft(
        w.firm_finding(number=number, **{"unit": {"name": UNIT}, **changes})
        | {"title": changes.get("title", TITLE)}
    )


def rectifying(number: str = NUMBER, **changes: object) -> Issue:
    """Return the finding after its notice."""
    issue = opening(number, **changes)
    issue = w.act(issue, CONTEXT, "register", "i", "2026-05-04")
    issue = w.act(issue, CONTEXT, "confirm", "l", "2026-05-05")
    notice = {"sent_to": [UNIT, "640181", "640100"], "rectify": UNIT, "accept": w.MINISTRY}
    return seal(w.act(issue, CONTEXT, "notify", "l", "2026-05-06", **notice))


def duplicate() -> Issue:
    """Return an issue voided as a duplicate of the first."""
    context = replace(CONTEXT, status_of=_living)
    issue = w.act(opening(DUPLICATE), context, "register", "i", "2026-05-05")
    return seal(w.act(issue, context, "void", "l", "2026-05-06", duplicate_of=NUMBER))


def recurrence() -> Issue:
    """Return an issue that recurs the first."""
    context = replace(CONTEXT, status_of=_living)
    begun = opening(RECURRENCE, related={"recurs": NUMBER})
    return seal(w.act(begun, context, "register", "i", "2026-05-05"))


def imported() -> Issue:
    """Return an imported issue whose duty and accepting body were named later."""
    context = w.world("own")
    issue = w.act(draft(w.old_finding(number=IMPORTED)), context, "import", "c")
    named = {"field": "duty", "old": None, "new": "enterprise"}
    issue = w.act(issue, context, "amend", "n", "2026-06-11", **named)
    named = {"field": "accept", "old": None, "new": w.MINISTRY}
    return seal(w.act(issue, context, "amend", "n", "2026-06-12", **named))


def forked() -> Issue:
    """Return an issue that two clones acted on at once: the objection stands, the other waits."""
    issue = w.brought_to("rectifying", number=FORKED)
    one = w.event("object", "r", 4, "2026-05-06")
    other = w.event("submit", "r", 4, "2026-05-07")
    return fold(draft(w.finding(number=FORKED)), [*issue.events, one, other], CONTEXT)


def proven() -> Issue:
    """Return an issue with a photograph attached."""
    sha256 = hashlib.sha256(PHOTOGRAPH).hexdigest()
    issue = rectifying(PROVEN)
    files = [{"sha256": sha256, "name": "照片.jpg"}]
    return seal(w.act(issue, CONTEXT, "attach", "l", "2026-05-07", files=files))


def issues() -> list[Issue]:
    """Return all issues of the ledger."""
    return [
        rectifying(),
        duplicate(),
        recurrence(),
        seal(w.brought_to("closed", number=CLOSED)),
        imported(),
        forked(),
        seal(w.brought_to("voided", number=VOIDED)),
        proven(),
    ]


def write(root: Path, path: str, record: Record | bytes) -> Path:
    """Write a file of the ledger at `root`, in its canonical form."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(record if isinstance(record, bytes) else canonical.emit(dump(record)))
    return place


def build(root: Path) -> Path:
    """Write the whole ledger into the new folder `root`."""
    for path in layout.EDITED:
        root.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(beginning(w.PROFILE.name, path), root / path)
    policy = root / layout.POLICY  # its teams have no members
    text = policy.read_text(encoding="utf-8")
    asked = "members_at_least:\n- {since: 2026-01-01, value: 1, basis: preset}\n"
    assert asked in text
    policy.write_text(text.replace(asked, "members_at_least: []\n"), encoding="utf-8", newline="")
    write(root, layout.CHARTER, CONTEXT.charter)
    write(root, ".gitattributes", layout.attributes().encode())
    for person in (*w.ROSTER, w.person("0004", "百里循环", "water-resources")):
        write(root, layout.person_path(person.id), person)
    for rotation in CONTEXT.rounds.values():
        write(root, layout.round_path(rotation.id), rotation)
    for handover in CONTEXT.handovers:
        write(root, layout.handover_path(handover.place, handover.number), handover)
    held = {"holder": w.CLERK, "device": "desk", "since": w.SINCE, "clone": "0a1b2c3d"}
    write(root, layout.book_path("037"), Book.model_validate({"number": "037", **held}))
    for issue in issues():
        write(root, layout.issue_path(issue.number), issue)
    sha256 = hashlib.sha256(PHOTOGRAPH).hexdigest()
    write(root, layout.evidence_path(sha256, ".jpg"), PHOTOGRAPH)
    return root
