"""The papers of a visit: what it was, the report on a case studied, the opinion of a consultation.

Before a case is studied or consulted about, its paper says so and has no tables.
"""

from collections.abc import Callable, Iterable, Mapping

from sfcheck.documents.paper import Paper, Table, called
from sfcheck.documents.rates import NOTHING
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import label
from sfcheck.domain.issues.wording import phrase
from sfcheck.domain.visits.checklists import Checklist
from sfcheck.domain.visits.law import POINTS, STATES, VERDICTS
from sfcheck.domain.visits.record import Consulted, Examined, Studied, Visit
from sfcheck.domain.world.context import Context
from sfcheck.language import _


def visit(known: Visit, context: Context) -> Paper:
    """Return the paper on a visit: where, when, by whom, the six answers, what came of it."""
    account = known.account
    if account is None:
        return Paper(known.id, "", {})
    facts = [
        [_("Place"), context.name(account.place)],
        [_("Day"), str(account.on)],
        [_("Kind of visit"), label(account.mode)],
        [_("Team"), called(known.team, context)],
        [_("Who went"), _join(context.name(person) for person in account.persons)],
        [_("Units visited"), _join(account.units)],
        [_("Issues found"), _join(account.issues) or NOTHING],
    ]
    tables = {"facts": Table(_("The visit"), [_("Item"), _("Content")], facts, wide=(1,))}
    if account.check:
        answers = [
            [_(POINTS[each.point]), _("yes") if each.kept else _("no"), each.remark or ""]
            for each in account.check
        ]
        headings = [_("Point"), _("Kept"), _("Remark")]
        tables["check"] = Table(_("Checklist of the covert visit"), headings, answers, wide=(2,))
    for n, study in enumerate(known.studies, 1):
        tables |= {f"study_{n}_{name}": table for name, table in _studied(study, context).items()}
    for n, met in enumerate(known.consultations, 1):
        tables |= {f"consult_{n}_{name}": each for name, each in _consulted(met, context).items()}
    for n, check in enumerate(known.checks, 1):
        tables[f"items_{n}"] = _checked(check)
    steps = [
        [_(STATES[event.do]), f"{event.at:%Y-%m-%d %H:%M}", context.name(event.by)]
        for event in known.events
    ]
    tables["steps"] = Table(_("Steps"), [_("Step"), _("At"), _("By")], steps)
    return Paper(_("Visit {id}").format(id=known.id), _basis(known, context), tables)


def study(known: Visit, context: Context) -> Paper:
    """Return the report on the last case studied on a visit."""
    title = _("Case study of visit {id}").format(id=known.id)
    if not known.studies:
        return Paper(title, _("No case was studied on this visit."), {})
    last = known.studies[-1]
    return Paper(title, _basis(known, context, last.by), _studied(last, context))


def consultation(known: Visit, context: Context) -> Paper:
    """Return the joint opinion (会诊意见) of the last consultation of a visit."""
    title = _("Joint opinion of visit {id}").format(id=known.id)
    if not known.consultations:
        return Paper(title, _("No consultation was held on this visit."), {})
    last = known.consultations[-1]
    return Paper(title, _basis(known, context, last.by), _consulted(last, context))


def checklist(known: Checklist, context: Context) -> Paper:
    """Return a checklist to be filled in by hand."""
    rows = [
        [item.code, item.ask, phrase("criterion", dump(item.criterion), context), "", ""]
        for item in known.items
    ]
    headings = [_("Item"), _("What is looked at"), _("Measured by"), _("Result"), _("Seen")]
    title = _("Checklist: {name}").format(name=known.name.zh)
    basis = _("Version {version}. {sector}.").format(
        version=known.version, sector=phrase("sector", known.sector, context)
    )
    return Paper(title, basis, {"items": Table(_("Items"), headings, rows, wide=(1, 2, 4))})


PAPERS: Mapping[str, Callable[[Visit, Context], Paper]] = {
    "visit": visit,
    "study": study,
    "consultation": consultation,
}
"""The papers of a visit by their names."""


def _checked(check: Examined) -> Table:
    rows = [
        [each.code, each.ask, _(VERDICTS[each.verdict]), each.remark or ""]
        for each in check.answers
    ]
    title = _("{unit} by checklist {name}, version {version}").format(
        unit=check.unit, name=check.checklist, version=check.version
    )
    headings = [_("Item"), _("What is looked at"), _("Result"), _("Seen")]
    return Table(title, headings, rows, wide=(1, 3))


def _join(texts: Iterable[str]) -> str:
    return _(", ").join(texts)


def _basis(known: Visit, context: Context, by: str | None = None) -> str:
    account = known.account
    basis = _("{mode} visit to {place} on {on} by team {team}.").format(
        mode=label(account.mode) if account else NOTHING,
        place=context.name(account.place) if account else NOTHING,
        on=account.on if account else NOTHING,
        team=called(known.team, context),
    )
    return f"{basis} {_('Recorded by {who}.').format(who=context.name(by))}" if by else basis


def _studied(event: Studied, context: Context) -> dict[str, Table]:
    causes = [
        [_("Direct cause"), event.causes.direct],
        [_("Cause in management"), event.causes.management],
        [_("Root cause"), event.causes.root],
    ]
    answerable = [
        [context.name(each.who), each.position or "", label(each.duty), each.omitted]
        for each in event.answerable
    ]
    headings = [_("Who"), _("Position"), _("Duty"), _("What was not done")]
    title = _("Causes of {issues}").format(issues=_join(event.issues))
    elsewhere = [[event.elsewhere]]
    return {
        "causes": Table(title, [_("Level"), _("Cause")], causes, wide=(1,)),
        "answerable": Table(_("Who answers for what"), headings, answerable, wide=(3,)),
        "elsewhere": Table(_("The like elsewhere"), [_("Where to look")], elsewhere, wide=(0,)),
    }


def _consulted(event: Consulted, context: Context) -> dict[str, Table]:
    opinions = [
        [context.name(each.body), context.name(each.who), each.field or "", each.finding]
        for each in event.opinions
    ]
    title = _("What each found on {issue}, on {on}").format(issue=event.issue, on=event.on)
    headings = [_("Body"), _("Person"), _("Field"), _("Finding")]
    return {
        "opinions": Table(title, headings, opinions, wide=(3,)),
        "conclusion": Table(
            _("Joint conclusion"), [_("Conclusion")], [[event.conclusion]], wide=(0,)
        ),
    }
