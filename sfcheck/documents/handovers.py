"""The list of a handover (移交清单): what one holder of a place gives to the next, to be signed.

It is told from the record of the handover and from what its issues said on the day of the offer, so
that it reads the same whenever it is printed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sfcheck.documents.paper import Paper, Table, called
from sfcheck.documents.rates import NOTHING
from sfcheck.domain.base.vocabulary import HANDOVER_STATES, Status, field_label, label
from sfcheck.domain.handovers import leader_of
from sfcheck.domain.issues.events import Amend
from sfcheck.domain.issues.record import Issue, amended_value
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover, HandoverEvent, ListedIssue
from sfcheck.language import _, ngettext

_DAYS_OF = ("overdue_grace_days", "soon_days")
_SHOWN = ("title", "unit")
"""Fields of an issue that stand on the list and may have been amended since."""


def handover_list(given: Handover, issues: Mapping[str, Issue], context: Context) -> Paper:
    """Return the list of a handover; `issues`: every issue on it, by number."""
    offered = next((event for event in given.events if event.do == "offer"), None)
    received = next((event for event in given.events if event.do == "receive"), None)
    texts = {number: _as_it_read(issue, offered) for number, issue in issues.items()}
    tables = {
        "facts": _facts(given, offered, received, context),
        "counts": _counts(given, received),
        "issues": _issues(given, texts),
        "due": _falling_due(given, offered, texts, context),
        "look_backs": _numbered(
            *(_("Waiting for a look-back"), given.look_backs, texts),
            _("Nothing waits for a look-back."),
        ),
        "disputes": _numbered(
            _("In dispute"), given.disputes, texts, _("Nothing is in dispute or pending.")
        ),
        "changed": _changed(given, received, texts),
        "signatures": _signatures(given, offered, received, context),
    }
    basis = ngettext(
        "{count} open issue goes with the place. It stands as on the day of the offer.",
        "{count} open issues go with the place. They stand as on the day of the offer.",
        len(given.issues),
    ).format(count=len(given.issues))
    title = _("Handover list of {place}").format(place=context.name(given.place))
    return Paper(title, basis, tables)


def _as_it_read(issue: Issue, offered: HandoverEvent | None) -> Issue:
    """Return an issue with the title and the unit it had when it was offered."""
    for event in reversed(issue.effective):
        if offered is None or event.at <= offered.at:
            break
        if isinstance(event, Amend) and event.field in _SHOWN:
            before = amended_value(event.field, event.old)
            issue = issue.model_copy(update={event.field: before})
    return issue


def _facts(
    given: Handover,
    offered: HandoverEvent | None,
    received: HandoverEvent | None,
    context: Context,
) -> Table:
    given_on, taken_on = _moments(offered, received)
    rows = [
        [_("Place"), f"{context.name(given.place)} ({given.place})"],
        [_("Handover"), given.number],
        [_("Round"), _rounds(given, context)],
        [_("Handed over by"), called(given.from_, context)],
        [_("Its leader"), _leader(given.from_, given_on, context)],
        [_("Taken over by"), called(given.to, context)],
        [_("Its leader"), _leader(given.to, taken_on, context)],
        *([_(HANDOVER_STATES[event.do]), _told(event, context)] for event in given.events),
    ]
    seals = (
        (_("Digest of the list as offered"), offered),
        (_("Digest of the list as received"), received),
    )
    rows += [[name, event.digest or NOTHING] for name, event in seals if event]
    return Table(_("The handover"), [_("Entry"), _("Value")], rows)


def _moments(
    offered: HandoverEvent | None, received: HandoverEvent | None
) -> tuple[datetime | None, datetime | None]:
    """Return when the giver and the taker acted, or are to be looked up."""
    first = offered.at if offered else None
    return first, received.at if received else first


def _rounds(given: Handover, context: Context) -> str:
    rounds = [context.round_of(side) for side in (given.from_, given.to)]
    return " → ".join(f"{each.id} {each.name}" for each in rounds if each) or NOTHING


def _leader(side: str, at: datetime | None, context: Context) -> str:
    person = leader_of(side, context, at) if at else None
    return f"{context.name(person)} ({person})" if person else NOTHING


def _told(event: HandoverEvent, context: Context) -> str:
    told = _("{at}, {who} ({number}) for {whom}").format(
        at=f"{event.at:%Y-%m-%d %H:%M}",
        who=context.name(event.by),
        number=event.by,
        whom=called(event.for_, context),
    )
    return f"{told}: {event.reason}" if event.reason else told


def _counts(given: Handover, received: HandoverEvent | None) -> Table:
    """Return how many issues stood where, on the day of the offer and on that of the receipt."""
    now = {line.number: line for line in received.changed} if received else {}
    then = Counter(line.status for line in given.issues)
    later = Counter(now.get(line.number, line).status for line in given.issues)
    counts = [(label(s), then[s], later[s]) for s in Status if then[s] or later[s]]
    counts.append((_("All together"), then.total(), later.total()))
    rows = [
        [name, str(first), str(second) if received else NOTHING] for name, first, second in counts
    ]
    headings = [field_label("status"), _("When offered"), _("When received")]
    return Table(_("Where the issues stand"), headings, rows)


def _issues(given: Handover, texts: Mapping[str, Issue]) -> Table:
    rows = [
        [
            line.number,
            texts[line.number].title,
            texts[line.number].unit.name,
            label(line.status),
            _day(line.due),
            label(line.next) if line.next else NOTHING,
        ]
        for line in given.issues
    ]
    fields = ("number", "title", "unit", "status", "due")
    headings = [*map(field_label, fields), _("Next step")]
    return Table(_("Open issues"), headings, rows, "" if rows else _("There is no open issue."))


def _falling_due(
    given: Handover,
    offered: HandoverEvent | None,
    texts: Mapping[str, Issue],
    context: Context,
) -> Table:
    """Return what was late or fell due soon on the day of the offer, the earliest first."""
    rotation, rows = context.round_of(given.from_), []
    today = offered.day if offered else date.max
    policy = {name: context.policy.amount(name, today) or 0 for name in _DAYS_OF}
    for line in sorted(given.issues, key=lambda each: (each.due or date.max, each.number)):
        stood = texts[line.number].model_copy(update={"status": line.status, "due": line.due})
        days = (line.due - today).days if line.due else 0
        if stood.overdue(today, policy["overdue_grace_days"]):
            falls = ngettext("{count} day overdue", "{count} days overdue", -days)
        elif stood.runs and days < 0:
            falls = ngettext("due {count} day ago", "due {count} days ago", -days)
        elif rotation and stood.falls_due(rotation.end, today):
            falls = _("before the round ends")
        elif stood.runs and days <= policy["soon_days"]:
            falls = ngettext("{count} day left", "{count} days left", days)
        else:
            continue
        told = [line.number, stood.title, stood.unit.name, _day(line.due)]
        rows.append([*told, falls.format(count=abs(days))])
    headings = [*map(field_label, ("number", "title", "unit", "due")), _("Falls due")]
    note = _("Nothing is overdue or falls due soon.")
    return Table(_("Overdue or due soon"), headings, rows, "" if rows else note)


def _day(due: date | None) -> str:
    return str(due or NOTHING)


def _numbered(
    title: str, numbers: Sequence[str], texts: Mapping[str, Issue], nothing: str
) -> Table:
    rows = [
        [number, texts[number].title, texts[number].unit.name]
        for number in numbers
        if number in texts
    ]
    headings = [*map(field_label, ("number", "title", "unit"))]
    return Table(title, headings, rows, "" if rows else nothing)


def _changed(given: Handover, received: HandoverEvent | None, texts: Mapping[str, Issue]) -> Table:
    before = {line.number: line for line in given.issues}
    rows = [
        [
            now.number,
            texts[now.number].title,
            _came(before[now.number], now),
            _day(now.due),
            label(now.next) if now.next else NOTHING,
        ]
        for now in (received.changed if received else ())
        if now.number in before
    ]
    headings = [*map(field_label, ("number", "title", "status", "due")), _("Next step")]
    note = _("Nothing changed.") if received else _("Not received yet.")
    return Table(_("Changed between offer and receipt"), headings, rows, "" if rows else note)


def _came(before: ListedIssue, now: ListedIssue) -> str:
    if before.status is now.status:
        return label(now.status)
    return f"{label(before.status)} → {label(now.status)}"


def _signatures(
    given: Handover,
    offered: HandoverEvent | None,
    received: HandoverEvent | None,
    context: Context,
) -> Table:
    """Return the lines to sign on; nothing is ever signed by the program."""
    given_on, taken_on = _moments(offered, received)
    rows = [
        [_("Leader handing over"), _leader(given.from_, given_on, context), "", ""],
        [_("Leader taking over"), _leader(given.to, taken_on, context), "", ""],
        [_("Witness"), "", "", ""],
    ]
    headings = [_("Who signs"), field_label("name"), _("Signature"), _("Date")]
    return Table(_("Signatures"), headings, rows)
