"""The command `report check`: a finished paper, as a clerk edited it, put beside the ledger."""

from pathlib import Path
from typing import Annotated

import typer

from sfcheck.cli.frame import console
from sfcheck.cli.frame.options import AsJson
from sfcheck.language import N_, _, ngettext

LONGEST = 200
"""Characters of a line that are shown."""

_PROBLEMS = {
    "counts": N_("{printed} should be {computed}, by {basis} beside it"),
    "ledger": N_("{printed} should be {computed}, by the ledger"),
    "untraced": N_("{printed} cannot be traced to any count"),
}


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The paper as it was edited."))],
    *,
    as_json: AsJson = False,
) -> None:
    """Check a finished paper; exit status 1 where a figure is not what it says."""
    from dataclasses import asdict

    from sfcheck.actions.reports import rechecking

    done = rechecking.check(console.ledger(), file)
    bent = done.found.bent
    if as_json:
        stamp = asdict(done.stamp) if done.stamp else None
        findings = [each._asdict() for each in bent]
        console.show_json(stamp=stamp, rates=done.found.rates, findings=findings)
    for each in () if as_json else bent:
        facts = {"printed": each.printed, "computed": each.computed, "basis": each.basis}
        console.show(f"{each.where}: {_(_PROBLEMS[each.problem]).format(**facts)}")
        console.show(f"  {each.text if len(each.text) <= LONGEST else each.text[:LONGEST] + '…'}")
    if done.stamp:
        facts = {"at": done.stamp.at, "commit": done.stamp.commit[:12]}
        console.say(_("Compared with the ledger of {at}, commit {commit}.").format(**facts))
    else:
        console.say(_("It does not say of what it is; only counts in it were looked at."))
    rates = ngettext("{count} rate", "{count} rates", done.found.rates)
    found = ngettext("{count} finding", "{count} findings", len(bent))
    console.say(f"{rates.format(count=done.found.rates)}{_(', ')}{found.format(count=len(bent))}")
    if bent:
        raise typer.Exit(1)
