"""What the demo's people do that is no step of an issue: each deed told in a line."""

from collections.abc import Callable, Mapping
from datetime import date

from sfcheck.actions import bulletins, handovers
from sfcheck.actions.demo.stage import Data, Stage, filled
from sfcheck.actions.desk import Desk
from sfcheck.actions.referrals import steps as referrals
from sfcheck.actions.rotation import rounds as rotation
from sfcheck.domain.bulletins.record import Bulletin
from sfcheck.domain.referrals.record import Referral
from sfcheck.domain.world.custody import Handover


def _open_round(stage: Stage, desk: Desk, act: Data) -> str:
    planned = stage.cast["rounds"][act["round"]]
    number, start = stage.round(act["round"]), stage.day(planned["start"])
    opened = rotation.open_round(desk, number, planned["name"], start, None)
    return f"{opened.id} {opened.name}"


def _add_team(stage: Stage, desk: Desk, act: Data) -> str:
    number = stage.round(act["round"])
    manned = stage.cast["rounds"][act["round"]]["teams"][act["team"]]
    team = rotation.add_team(desk, number, act["team"], **manned)
    return f"{number}/{team.id} {team.name}"


def _close_round(stage: Stage, desk: Desk, act: Data) -> str:
    closed = handovers.close_round(desk, stage.round(act["round"]))
    return f"{closed.id} {closed.name}"


def _offer(stage: Stage, desk: Desk, act: Data) -> str:
    return _handed(desk, handovers.offer(desk, act["place"]))


def _receive(stage: Stage, desk: Desk, act: Data) -> str:
    return _handed(desk, handovers.receive(desk, act["place"]))


def _handed(desk: Desk, given: Handover) -> str:
    name = desk.ledger.context.name
    sides = f"{name(given.from_)} → {name(given.to)}"
    return f"{given.place} {name(given.place)}  {sides}  ({len(given.issues)})"


def _draft(stage: Stage, desk: Desk, act: Data) -> str:
    begun = bulletins.draft(desk, act["title"], rotation=stage.round(act["round"]))
    stage.numbers["bulletin"] = begun.id
    return _told(begun)


def _consolidate(stage: Stage, desk: Desk, act: Data) -> str:
    given = filled(stage, act["facts"])
    demands = [(date.fromisoformat(each["due"]), each["text"]) for each in given.pop("demands")]
    return _told(bulletins.consolidate(desk, _bulletin(stage), demands=demands, **given))


def _sign(stage: Stage, desk: Desk, act: Data) -> str:
    given = filled(stage, act["facts"])
    on = date.fromisoformat(given["on"])
    return _told(bulletins.sign(desk, _bulletin(stage), signatory=given["signatory"], signed_on=on))


def _publish(stage: Stage, desk: Desk, act: Data) -> str:
    given = filled(stage, act["facts"])
    on = date.fromisoformat(given.pop("on"))
    return _told(bulletins.publish(desk, _bulletin(stage), issued_on=on, **given))


def _bulletin(stage: Stage) -> str:
    return stage.numbers["bulletin"]


def _told(done: Bulletin) -> str:
    return f"{done.id}  {done.title}"


def _propose(stage: Stage, desk: Desk, act: Data) -> str:
    given = filled(stage, act["facts"])
    cited = [(number, None) for number in given["issues"]]
    proposed = referrals.propose(desk, given["to"], given["about"], cited, opinion=given["opinion"])
    stage.numbers["referral"] = proposed.id
    return _referred(desk, proposed)


def _approve(stage: Stage, desk: Desk, act: Data) -> str:
    given = filled(stage, act["facts"])
    on = date.fromisoformat(given.pop("on"))
    return _referred(desk, referrals.approve(desk, _referral(stage), signed_on=on, **given))


def _transfer(stage: Stage, desk: Desk, act: Data) -> str:
    given = filled(stage, act["facts"])
    on = date.fromisoformat(given.pop("on"))
    return _referred(desk, referrals.transfer(desk, _referral(stage), issued_on=on, **given))


def _referral(stage: Stage) -> str:
    return stage.numbers["referral"]


def _referred(desk: Desk, done: Referral) -> str:
    return f"{done.id}  {desk.ledger.context.name(done.about)}"


DEEDS: Mapping[str, Callable[[Stage, Desk, Data], str]] = {
    "round-open": _open_round,
    "team-add": _add_team,
    "round-close": _close_round,
    "handover-offer": _offer,
    "handover-receive": _receive,
    "bulletin-draft": _draft,
    "bulletin-consolidate": _consolidate,
    "bulletin-sign": _sign,
    "bulletin-publish": _publish,
    "refer-propose": _propose,
    "refer-approve": _approve,
    "refer-transfer": _transfer,
}
"""What is done at a rotation, and what comes of the list."""
