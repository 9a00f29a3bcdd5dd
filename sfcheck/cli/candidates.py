"""Who may be referred, shown: a line for every fact."""

from sfcheck.cli.frame import console
from sfcheck.cli.frame.columns import show_columns
from sfcheck.language import _


def show_candidates(to: str | None, *, as_json: bool) -> None:
    """Show on whom facts are on record that may be referred, as of today."""
    from sfcheck.actions.desk import now
    from sfcheck.actions.referrals import candidates as counting
    from sfcheck.domain.base.records import dump
    from sfcheck.domain.base.vocabulary import label
    from sfcheck.domain.facts import KINDS
    from sfcheck.domain.referrals.law import DESTINATIONS

    today = now().date()
    found = counting.candidates(console.ledger(), to, today)
    if as_json:
        rows = [
            {
                "to": each.to,
                "about": each.about,
                "name": each.name,
                "kind": each.kind,
                "times": len(each.cases),
                "threshold": each.threshold,
                "facts": [
                    {**dump(case.fact), "title": case.title, "status": case.status}
                    for case in each.cases
                ],
            }
            for each in found
        ]
        console.show_json(on=today.isoformat(), candidates=rows)
        return
    headings = (
        *(_("referred"), _("about"), _("fact"), _("times"), _("since")),
        *(_("issue"), _("event"), _("status"), _("title")),
    )
    show_columns(
        headings,
        (
            (
                *(_(DESTINATIONS[each.to]), each.name, _(KINDS[each.kind]), len(each.cases)),
                *(case.fact.on, case.fact.issue, case.fact.event),
                *(label(case.status), case.title),
            )
            for each in found
            for case in each.cases
        ),
    )
