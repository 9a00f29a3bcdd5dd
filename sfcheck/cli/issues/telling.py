"""Issues told to people and to programs: where one stands, and what became of it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sfcheck.cli.frame.columns import show_columns, show_tree
from sfcheck.cli.frame.console import show
from sfcheck.cli.frame.shapes import Alarm, Fields, Node
from sfcheck.domain.base.vocabulary import field_label, label
from sfcheck.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sfcheck.actions.issues.reading import Dossier, PlaceKept
    from sfcheck.domain.issues.prospects import Prospect
    from sfcheck.domain.referrals.record import Referral
    from sfcheck.domain.visits.record import Visit
    from sfcheck.domain.world.context import Context
    from sfcheck.history.story import Chapter

SHORT_ID = 10
"""Characters of a commit or a digest that people are shown."""

INDENT, DEEPER = " " * (SHORT_ID + 2), " " * (SHORT_ID + 4)
LIFE = (("", ""), ("", DEEPER), (INDENT, DEEPER))
"""How a life is laid out in plain text, where the commits stand in a column of their own."""


def status(code: str, due: object, today: date, *, late: bool) -> str:
    """Return a status as people read it, with the days it is overdue, or has left, by `due`."""
    if due is None:
        return label(code)
    days = (today - date.fromisoformat(str(due))).days
    if late:
        told = ngettext("{count} day overdue", "{count} days overdue", days)
    elif days > 0:
        told = ngettext("due {count} day ago", "due {count} days ago", days)
    else:
        told = ngettext("{count} day left", "{count} days left", -days) if days else _("due today")
    said = _(", ").join((label(code), told.format(count=abs(days))))
    return Alarm(said) if late else said


def due(day: object, *, provisional: bool) -> str:
    """Return a due date as a list shows it."""
    return (_("{day} (provisional)") if provisional else "{day}").format(day=day or "–")


def dossier_data(one: "Dossier") -> dict[str, Any]:
    """Return an issue for programs: its record, and what does not stand in it."""
    from sfcheck.domain.base.records import dump

    return {
        **dump(one.issue),
        "overdue": one.overdue,
        "due_soon": one.due_soon,
        "due_in_round": one.due_in_round,
        "provisional": one.issue.provisional,
        "holder": one.holder,
        "head": one.head,
        "next": [
            {
                "do": prospect.do,
                "advances": prospect.advances,
                "hands": [{"hand": hand.label, "for": whom} for hand, whom in prospect.hands],
            }
            for prospect in one.next
        ],
        "digest_holds": one.digest_holds,
        "follows": one.warning is None,
        "returns": list(one.returns),
        "visits": [visit.id for visit in one.visits],
        "unreceived": list(one.unreceived),
        "referrals": [{"number": r.id, "to": r.to, "state": r.state} for r in one.referrals],
    }


def show_dossier(one: "Dossier", context: "Context", today: date) -> None:
    """Print an issue whole."""
    from sfcheck.domain.base.records import dump
    from sfcheck.domain.issues.wording import flat, phrase, told

    record = flat(dump(one.issue))
    events, raw = record.pop("events", []), record.pop("as_written", {})
    pending, digest = record.pop("pending", []), record.pop("digest", "–")
    title = f"{record.pop('number')}  {record.pop('title')}"
    record.pop("status")
    due = one.issue.due if one.overdue or one.due_soon else None
    seal = _("holds") if one.digest_holds else Alarm(_("BROKEN"))
    header: list[tuple[str, object]] = [
        (field_label("status"), status(one.issue.status, due, today, late=one.overdue))
    ]
    if one.due_in_round:
        header.append((field_label("due_in_round"), _("yes")))
    if one.issue.within:
        header += told({"within": dump(one.issue.within)}, context)
    header += told({"supervised": True}, context) if one.issue.supervised else []
    if one.returns:
        times = ngettext("{count} time", "{count} times", len(one.returns))
        came_back = f"{times.format(count=len(one.returns))}: {', '.join(one.returns)}"
        header.append((_("Came back after closing"), came_back))
    if one.unreceived:
        missing = phrase("sent_to", list(one.unreceived), context)
        header.append((_("Not acknowledged yet by"), missing))
    if one.visits:
        header.append((_("Visits"), _(", ").join(_visit(each, one) for each in one.visits)))
    if one.referrals:
        header.append((_("Referred"), _(", ").join(map(_referral, one.referrals))))
    header += told({**record, "holder": one.holder, "head": one.head}, context)
    header.append((field_label("digest"), type(seal)(f"{digest[:SHORT_ID]} {seal}")))
    steps = [(p.advances, label(p.do), _by_whom(p, context)) for p in one.next]
    sections: dict[str, Fields] = {
        _("Waiting for a ruling"): [(phrase("pending", p, context), p["event"]) for p in pending],
        _("Next"): [(step, whom) for advances, step, whom in steps if advances],
        _("Also open to it"): [(step, whom) for advances, step, whom in steps if not advances],
        field_label("as_written"): list(raw.items()),
    }
    parts = [Node(name, pairs) for name, pairs in sections.items() if pairs]
    life = Node(field_label("events"), (), [_event(event, context) for event in events])
    show_tree(Node(title, header, [*parts, life]))
    show("")


def chapter_data(chapter: "Chapter") -> dict[str, Any]:
    """Return a chapter for programs; without a commit it is what is not committed yet."""
    touch = chapter.touch
    last = chapter.events[-1] if chapter.events else {}
    committed = touch.at.isoformat() if touch else None
    return {
        "commit": touch.commit if touch else None,
        "committed": committed,
        "committer": f"{touch.committer} <{touch.email}>" if touch else None,
        "at": last.get("at", committed),
        "by": last.get("by"),
        "for": last.get("for"),
        "action": (touch.action or None) if touch else None,
        "changes": [change._asdict() for change in chapter.changes],
        "events": chapter.events,
        "lawful_form": not chapter.faults,
        "faults": chapter.faults,
    }


def show_life(number: str, chapters: "Sequence[Chapter]", context: "Context") -> None:
    """Print what each commit did to an issue."""
    show_tree(Node(number, (), [_chapter(each, context) for each in chapters]), LIFE)


def _chapter(chapter: "Chapter", context: "Context") -> Node:
    from sfcheck.domain.issues.wording import moment, phrase
    from sfcheck.history.story import FAULTS

    touch = chapter.touch
    mark = touch.commit[:SHORT_ID] if touch else "*" * SHORT_ID
    committer = f"{touch.committer} <{touch.email}>" if touch else ""
    said = [_event(event, context) for event in chapter.events]
    if not said:
        said = [Node(f"{moment(touch.at)}  {committer}" if touch else _("not committed"))]
    elif not touch:
        said.append(Node(_("not committed")))
    elif touch.committer not in {context.name(str(e.get("by"))) for e in chapter.events}:
        said.append(Node(_("committed by {committer}").format(committer=committer)))
    if chapter.faults:
        faults = "; ".join(_(FAULTS[fault]) for fault in chapter.faults)
        said.append(Node(Alarm(_("CHANGED BY HAND: {faults}").format(faults=faults))))
    changes = [
        (
            field_label(name),
            f"{phrase(name, old, context)} → {phrase(name, new, context)}",
        )
        for name, old, new in chapter.changes
        if not chapter.opens or name == "status"
    ]
    more = [*said[1:], *([Node("", changes)] if changes else ())]
    return Node(f"{mark}  {said[0].text}", said[0].fields, more)


def custody_data(kept: "PlaceKept") -> dict[str, Any]:
    """Return for programs who held a place over time, and the steps of its handovers."""
    return {
        "place": kept.place.code,
        "custody": [
            {
                "since": tenure.since.isoformat() if tenure.since else None,
                "until": tenure.until.isoformat() if tenure.until else None,
                "holder": tenure.holder,
                "head": tenure.head,
            }
            for tenure in kept.tenures
        ],
        "handovers": [
            {
                "place": handover.place,
                "number": handover.number,
                "from": handover.from_,
                "to": handover.to,
                "issues": len(handover.issues),
                "do": event.do,
                "at": event.at.isoformat(),
                "by": event.by,
                "for": event.for_,
                "reason": event.reason,
            }
            for handover, event in kept.moves
        ],
    }


def show_custody(kept: "PlaceKept", context: "Context") -> None:
    """Print who held a place over time, and the steps of its handovers."""
    show(f"{kept.place.code}  {kept.place.name}")
    show_columns(
        (_("since"), _("until"), _("holder"), _("head")),
        (
            (
                f"{tenure.since:%Y-%m-%d %H:%M}" if tenure.since else _("the first day"),
                f"{tenure.until:%Y-%m-%d %H:%M}" if tenure.until else "–",
                context.name(tenure.holder),
                context.name(tenure.head or "–"),
            )
            for tenure in kept.tenures
        ),
    )
    if kept.moves:
        show("")
        show_columns(
            (_("when"), _("handover"), _("step"), _("by"), _("from"), _("to"), _("issues")),
            (
                (
                    f"{event.at:%Y-%m-%d %H:%M}",
                    f"{context.name(handover.place)} {handover.number}",
                    label(event.do) + (f": {event.reason}" if event.reason else ""),
                    context.name(event.by),
                    context.name(handover.from_),
                    context.name(handover.to),
                    len(handover.issues),
                )
                for handover, event in kept.moves
            ),
        )


def _visit(visit: "Visit", one: "Dossier") -> str:
    """Return the id of a visit, with what it says of the issue."""
    number, account = one.issue.number, visit.account
    said = {
        _("found"): bool(account and number in account.issues),
        _("studied"): any(number in study.issues for study in visit.studies),
        _("consulted about"): any(number == each.issue for each in visit.consultations),
    }
    return f"{visit.id} ({_(', ').join(name for name, holds in said.items() if holds)})"


def _referral(referral: "Referral") -> str:
    """Return the number of a referral, where it goes and where it stands."""
    from sfcheck.domain.referrals.law import DESTINATIONS, STATES

    where = _(DESTINATIONS[referral.to])
    return f"{referral.id} ({where}, {_(STATES[str(referral.state)])})"


def _by_whom(prospect: "Prospect", context: "Context") -> str:
    hands = (
        _(hand.label) + (f" ({context.name(whom)})" if whom else "")
        for hand, whom in prospect.hands
    )
    return _(" or ").join(hands) or _("nobody is named yet")


def _event(event: dict[str, Any], context: "Context") -> Node:
    from sfcheck.domain.issues.wording import event_line, told_event

    return Node(event_line(event, context), told_event(event, context))
