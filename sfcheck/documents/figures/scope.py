"""Of what a report is: whose issues, whose deeds, which days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sfcheck.domain.world.context import Context
from sfcheck.domain.world.places import within
from sfcheck.domain.world.rounds import Round, Team
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.index.keeping import Index

UNITS = "SELECT DISTINCT unit FROM issues ORDER BY unit"
LIES_IN = "place IN (SELECT place FROM within WHERE area = ?)"


@dataclass(frozen=True)
class Scope:
    """What is reported on: `kind` of report, the id and name of its object, its days if it has any.

    `where` with its `values` is what SQL asks of the table `issues` for it to be chosen. `teams`
    are those whose own deeds are told, their look-backs and what they took over and handed on, as
    far as an issue lies in `area` (None: anywhere). `own` are the bodies of the locality itself.
    `since` and `until` are the period of what was done.
    """

    kind: str
    id: str
    name: str
    start: date | None = None
    end: date | None = None
    where: str = "1 = 1"
    values: Sequence[str] = ()
    teams: Sequence[str] = ()
    area: str | None = None
    own: Sequence[str] = ()
    since: date | None = None
    until: date | None = None

    def narrowed(self, where: str, *values: str) -> "Scope":
        """Return the same of those issues only of which SQL says so too."""
        both = f"({self.where}) AND ({where})"
        return replace(self, where=both, values=(*self.values, *values))

    def during(self, since: date | None, until: date | None) -> "Scope":
        """Return the same with the period of what was done."""
        return replace(self, since=since, until=until)


def of_ledger(kind: str, context: Context) -> Scope:
    """Return the whole ledger, for a report of that kind."""
    return Scope(kind, context.charter.place, context.charter.name.zh)


def of_round(rotation: Round, kind: str = "round") -> Scope:
    """Return a round: what its teams registered, and what they did."""
    return Scope(
        kind=kind,
        id=rotation.id,
        name=rotation.name,
        start=rotation.start,
        end=rotation.end,
        where="round = ?",
        values=(rotation.id,),
        teams=tuple(f"{rotation.id}/{team.id}" for team in rotation.teams),
    )


def of_team(rotation: Round, team: Team, kind: str = "team") -> Scope:
    """Return a team of a round: what it registered, and what it did."""
    reference = f"{rotation.id}/{team.id}"
    return Scope(
        kind=kind,
        id=reference,
        name=team.name or rotation.name,
        start=rotation.start,
        end=rotation.end,
        where="team = ?",
        values=(reference,),
        teams=(reference,),
    )


def of_place(place: str, context: Context, kind: str = "place") -> Scope:
    """Return a place with all that lies in it, over all rounds, and the bodies of its own."""

    def lies_in(code: str) -> bool:
        return place in within(context.places, code)

    teams = tuple(
        f"{rotation.id}/{team.id}"
        for rotation in context.rounds.values()
        for team in rotation.teams
        if any(lies_in(p.place) or p.place in within(context.places, place) for p in team.places)
    )
    own = {body.id for body in context.bodies.values() if body.place and lies_in(body.place)}
    while below := {b.id for b in context.bodies.values() if b.superior in own} - own:
        own |= below
    return Scope(
        kind=kind,
        id=place,
        name=context.name(place),
        where=LIES_IN,
        values=(place,),
        teams=teams,
        area=place,
        own=tuple(sorted(_names(own, context))),
    )


def of_unit(index: Index, given: str) -> Scope:
    """Return an inspected unit, by its credit code, its body, its name or a part of this.

    What bears the same name or the same credit code is one unit. Raises `Refused`
    (`no-such-unit`).
    """
    asked = "SELECT DISTINCT unit, uscc FROM issues WHERE"
    rows = index.all(
        f"{asked} uscc = ? OR body = ? OR unit = ? ORDER BY unit", given.upper(), given, given
    )
    if not rows:
        like = "path IN (SELECT path FROM texts WHERE instr(texts.unit, ?) > 0)"
        rows = index.all(f"{asked} {like} ORDER BY unit", given.casefold())
    names, codes = sorted({name for name, _c in rows}), sorted({c for _n, c in rows if c})
    if not names or (len(names) > 1 and len(codes) != 1):
        near = names or _nearest(given, [name for (name,) in index.all(UNITS)])
        raise Refused("no-such-unit", given=given, near=_(", ").join(near[:5]) or "–")
    listed = ", ".join("?" * len(names)), ", ".join("?" * len(codes))
    return Scope(
        kind="unit",
        id=codes[0] if len(codes) == 1 else names[0],
        name=names[-1],
        where=f"unit IN ({listed[0]}) OR uscc IN ({listed[1]})",
        values=(*names, *codes),
    )


def _nearest(given: str, names: Collection[str]) -> list[str]:
    from rapidfuzz import process

    near = process.extract(given[:100], names, limit=5, score_cutoff=50)
    return [name for name, _score, _at in near]


def _names(bodies: Collection[str], context: Context) -> set[str]:
    """Return all that bodies are called in a record: who rectifies may stand there by name."""
    known = [context.bodies[body] for body in bodies]
    called = {name for body in known for name in (body.id, body.name, body.short, *body.aliases)}
    return {name for name in called if name}
