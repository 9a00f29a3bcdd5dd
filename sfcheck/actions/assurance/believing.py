"""What goes out is built of issues that pass the law: which records of a ledger do not.

Told by the check itself, which remembers what it judged; what differs since is judged anew.
"""

from collections.abc import Collection, Iterable, Iterator

from sfcheck.actions.assurance.checking import validate
from sfcheck.domain.issues.law import refold
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.store import Ledger

_NAMED = 5


def doubted(ledger: Ledger) -> dict[str, str]:
    """Return the paths of issues that the check finds errors in, and what is wrong first."""
    found: dict[str, str] = {}
    for finding in validate(ledger.root).findings:
        if finding.severity == "error" and finding.path.startswith(f"{layout.ISSUES}/"):
            found.setdefault(finding.path, finding.message)
    return found


def believe(ledger: Ledger, numbers: Collection[str] | None = None) -> None:
    """Refuse to go on while an issue, or one of `numbers`, does not pass (`not-believed`)."""
    among = None if numbers is None else {layout.issue_path(number) for number in numbers}
    bent = [path for path in doubted(ledger) if among is None or path in among]
    if bent:
        raise _not_believed([path.rpartition("/")[2].removesuffix(".yaml") for path in bent])


def believed(issues: Iterable[Issue], context: Context) -> Iterator[Issue]:
    """Yield issues that say what the law makes of them; raises `Refused` (`not-believed`)."""
    for issue in issues:
        try:
            stands = refold(issue, context) == issue
        except Refused as refusal:
            raise _not_believed([issue.number]).along_with([refusal]) from refusal
        if not stands:
            raise _not_believed([issue.number])
        yield issue


def _not_believed(numbers: Collection[str]) -> Refused:
    named = ", ".join(sorted(numbers)[:_NAMED])
    more = "" if len(numbers) <= _NAMED else f" (+{len(numbers) - _NAMED})"
    return Refused("not-believed", numbers=named + more)
