"""SF12x: do the registries hold together: places, bodies, catalogue, policy, people, rounds."""

from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta

from sfcheck.checks.rules.records import BASIS
from sfcheck.checks.seen.reading import File
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.base.misfits import Way
from sfcheck.domain.base.portable import folded, is_fit
from sfcheck.domain.base.records import Dated, Record
from sfcheck.domain.base.vocabulary import Office
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.visits.checklists import Checklist
from sfcheck.domain.world.calendar import Calendar
from sfcheck.domain.world.policy import Catalogue, LeadBodies
from sfcheck.domain.world.roster import Bodies, Places
from sfcheck.domain.world.rounds import Round
from sfcheck.language import N_, _
from sfcheck.ledger.files import layout

_KEYS: Mapping[type[Record], tuple[tuple[str, str], ...]] = {
    Places: (("places", "code"),),
    Bodies: (("bodies", "id"),),
    Catalogue: (("sources", "code"), ("points", "code"), ("sectors", "code")),
    Calendar: (("years", "year"),),
    Checklist: (("items", "code"),),
    Round: (("teams", "id"),),
}
"""The lists of each registry, and what tells their entries apart."""

_PLACE, _BODY, _PERSON = "places", "bodies", "people"
_NAMES: Mapping[str, str] = {
    "parent": _PLACE,
    "became": _PLACE,
    "split_from": _PLACE,
    "place": _PLACE,
    "superior": _BODY,
    "body": _BODY,
    "overall": _BODY,
    "organization": _BODY,
    "discipline": _BODY,
    "assessment": _BODY,
    "secretariat": _BODY,
    "person": _PERSON,
    "holder": _PERSON,
}
"""Which registry a field of a registry's file names something of."""

_BACKWARDS = (("since", "until"), ("start", "end"), ("start", "closed"), ("first", "last"))


@rule("SF120", RuleScope.RECORD)
def code_twice(file: File) -> Iterator[Flaw]:
    """A code or id stands once in its registry.

    Why: Of two entries under one code only one is read, and nobody knows which.
    Bad:
        # places.yaml
        places:
        - {code: "640000", name: 宁夏回族自治区, level: region}
        - {code: "640100", name: 银川市, level: city, parent: "640000"}
        - {code: "640100", name: 石嘴山市, level: city, parent: "640000"}
    Good:
        # places.yaml
        places:
        - {code: "640000", name: 宁夏回族自治区, level: region}
        - {code: "640100", name: 银川市, level: city, parent: "640000"}
        - {code: "640200", name: 石嘴山市, level: city, parent: "640000"}
    Fix: Give the later entry a code of its own; a code in use is never changed.
    """
    for listed, key in _KEYS.get(type(file.record), ()) if file.record else ():
        seen: dict[str, str] = {}
        for at, entry in enumerate(getattr(file.record, listed)):
            code = str(getattr(entry, key))
            first = seen.setdefault(folded(code), code)
            if first is code:
                continue
            message = _("{code} stands here again").format(code=code)
            if first != code:
                message = _("some systems take this for {path}").format(path=first)
            yield Flaw(message, (listed, at, key))


@rule("SF121", RuleScope.LEDGER)
def unknown_entry(view: View) -> Iterator[Flaw]:
    """What a registry names is in the other registries.

    Why: Offices, seats and postings of what does not exist open no step to anybody.
    Bad:
        # people/0001.yaml
        home:
        - {since: 2026-01-01, body: ministry-of-magic}
    Good:
        # people/0001.yaml
        home:
        - {since: 2026-01-01, body: transport}
    Fix: Correct the code, or add what it names.
    """
    known: Mapping[str, Container[str] | None] = {
        _PLACE: view.places,
        _BODY: view.bodies,
        _PERSON: view.people,
    }
    message = _("there is no {value} in {registry}")
    for path, file in view.files.items():
        for way, part in _parts(file.record):
            for field, value in vars(part).items():
                registry = known.get(_NAMES.get(field, ""))
                if isinstance(value, str) and registry is not None and value not in registry:
                    facts = {"value": value, "registry": _NAMES[field]}
                    yield Flaw(message.format_map(facts), (*way, field), path=path)
            for at, body in enumerate(part.value if isinstance(part, LeadBodies) else ()):
                if view.bodies is not None and body not in view.bodies:
                    facts = {"value": body, "registry": _BODY}
                    yield Flaw(message.format_map(facts), (*way, "value", at), path=path)


@rule("SF122", RuleScope.RECORD)
def goes_round(file: File) -> Iterator[Flaw]:
    """No place lies in itself, and no body is above itself, however long the way round.

    Why: Who holds a county is asked upwards, and must end at the top.
    Bad:
        # places.yaml
        places:
        - {code: "640000", name: 宁夏回族自治区, level: region}
        - {code: "640100", name: 银川市, level: city, parent: "640181"}
        - {code: "640181", name: 灵武市, level: county, parent: "640100"}
    Good:
        # places.yaml
        places:
        - {code: "640000", name: 宁夏回族自治区, level: region}
        - {code: "640100", name: 银川市, level: city, parent: "640000"}
        - {code: "640181", name: 灵武市, level: county, parent: "640100"}
    Fix: Correct the parent or superior that points the wrong way.
    """
    listed, field, entries = "", "", []
    if isinstance(file.record, Places):
        listed, field = "places", "parent"
        entries = [(place.code, place.parent) for place in file.record.places]
    elif isinstance(file.record, Bodies):
        listed, field = "bodies", "superior"
        entries = [(body.id, body.superior) for body in file.record.bodies]
    above = dict(entries)
    for at, (code, higher) in enumerate(entries):
        seen = {code}
        while higher is not None and higher not in seen:
            seen.add(higher)
            higher = above.get(higher)
        if higher == code:
            yield Flaw(_("{code} is above itself").format(code=code), (listed, at, field))


@rule("SF123", RuleScope.RECORD)
def ends_before_it_begins(file: File) -> Iterator[Flaw]:
    """Nothing ends before it begins; what was succeeded on its first day ends the day before.

    Why: An office, a seat or a value with such dates was never in force.
    Bad:
        # people/0001.yaml
        home:
        - {since: 2026-03-01, until: 2026-02-01, body: transport}
    Good:
        # people/0001.yaml
        home:
        - {since: 2026-01-01, until: 2026-02-01, body: transport}
    Fix: Correct the dates.
    """
    if isinstance(file.record, Issue):
        return
    for way, part in _parts(file.record):
        for first, last in _BACKWARDS:
            begins, ends = vars(part).get(first), vars(part).get(last)
            if not (isinstance(begins, date) and isinstance(ends, date)):
                continue
            lived = begins - timedelta(days=1) if isinstance(part, Dated) else begins
            if ends < lived:
                message = _("{field} {ends} lies before {first} {begins}")
                facts = {"field": last, "ends": ends, "first": first, "begins": begins}
                yield Flaw(message.format_map(facts), (*way, last))


@rule("SF124", RuleScope.SHAPE)
def value_without_basis(file: File) -> Iterator[Flaw]:
    """Every value of the policy says on what it rests.

    Why: The plan names no number; whoever reads one must see who set it.
    Bad:
        # policy.yaml
        rectify_days_major:
        - {since: 2026-01-01, value: 30}
    Good:
        # policy.yaml
        rectify_days_major:
        - {since: 2026-01-01, value: 30, basis: preset}
    Fix: Name the paper that sets it as `basis`, or `preset` where it is this program's own.
    """
    for misfit in file.misfits:
        if misfit.kind == "missing" and misfit.field.endswith(f".{BASIS}"):
            yield Flaw(_("this value does not say on what it rests"), misfit.way, misfit.field)


@rule("SF125", RuleScope.LEDGER)
def other_level(view: View) -> Iterator[Flaw]:
    """The ledger's level is that of its place.

    Why: Who answers for the whole, and who is its superior, follows from both.
    Bad: a ledger of the region whose place is a city.
    Good: a ledger of the region whose place is the region.
    Fix: Correct level or place in ledger.yaml.
    """
    place = (view.places or {}).get(view.charter.place) if view.charter else None
    if view.charter and place and place.level != view.charter.level:
        message = _("{place} is of the level “{level}”")
        told = message.format(place=place.name, level=place.level)
        yield Flaw(told, ("level",), path=layout.CHARTER)


@rule("SF127", RuleScope.RECORD, "warning")
def elsewhere_by_its_code(file: File) -> Iterator[Flaw]:
    """A place lies where its code says: 640181 in 640100, which lies in 640000 (GB/T 2260).

    Why: Who holds a city holds what lies in it; under another city a place changes hands unseen.
    Bad:
        # places.yaml
        places:
        - {code: "640000", name: 宁夏回族自治区, level: region}
        - {code: "640100", name: 银川市, level: city, parent: "640000"}
        - {code: "640200", name: 石嘴山市, level: city, parent: "640000"}
        - {code: "640181", name: 灵武市, level: county, parent: "640200"}
    Good:
        # places.yaml
        places:
        - {code: "640000", name: 宁夏回族自治区, level: region}
        - {code: "640100", name: 银川市, level: city, parent: "640000"}
        - {code: "640200", name: 石嘴山市, level: city, parent: "640000"}
        - {code: "640181", name: 灵武市, level: county, parent: "640100"}
    Fix: Correct `parent`; a code of your own is marked `local: true`.
    """
    if not isinstance(file.record, Places):
        return
    for at, place in enumerate(file.record.places):
        above = (f"{place.code[:4]}00", f"{place.code[:2]}0000")
        if place.parent and not place.local and place.parent not in above:
            told = _("{code} lies in {above} by its code").format(code=place.code, above=above[0])
            yield Flaw(told, ("places", at, "parent"))


@rule("SF126", RuleScope.LEDGER)
def officer_without_office(view: View) -> Iterator[Flaw]:
    """Whom the charter names as the overall office's officer holds that office all the while.

    Why: The named officer is the head of every place that no team holds.
    Bad: a named officer who holds no office of an overall officer.
    Good: a named officer who has been an overall officer since that day or before.
    Fix: Grant the office: `sfcheck person grant PERSON overall_officer`, or name another.
    """
    for at, officer in enumerate(view.charter.officers if view.charter else ()):
        person = view.people.get(officer.person)
        last = officer.until or officer.since
        days = [officer.since, last] if officer.since <= last else []
        if person and not all(person.holds(Office.OVERALL_OFFICER, day) for day in days):
            message = _("{who} is no overall officer then")
            way = ("officers", at, "person")
            yield Flaw(message.format(who=person.name), way, path=layout.CHARTER)


def _parts(record: Record | None, way: Way = ()) -> Iterator[tuple[Way, Record]]:
    """Yield a record and all records within it, each with the way to it in the file."""
    if record is None:
        return
    yield way, record
    for name, value in vars(record).items():
        inner = value if isinstance(value, tuple) else ()
        if isinstance(value, Record):
            yield from _parts(value, (*way, name))
        for at, each in enumerate(inner):
            if isinstance(each, Record):
                yield from _parts(each, (*way, name, at))


@rule("SF128", RuleScope.RECORD)
def unfit_code(file: File) -> Iterator[Flaw]:
    """The code of a place can be the name of a folder, on every system.

    Why: The handovers of a place lie in a folder of its code; one that Windows keeps for a device
        can be cloned by nobody there.
    Bad:
        # places.yaml
        places:
        - {code: AUX, name: 宁东能源化工基地, level: zone, local: true}
    Good:
        # places.yaml
        places:
        - {code: ND01, name: 宁东能源化工基地, level: zone, local: true}
    Fix: Let the place go on under another code: `sfcheck place rename`.
    """
    for at, place in enumerate(file.record.places if isinstance(file.record, Places) else ()):
        if not is_fit(place.code):
            message = _("not every system can have a folder of this name")
            yield Flaw(message, ("places", at, "code"))


@rule("SF129", RuleScope.LEDGER)
def unknown_matter(view: View) -> Iterator[Flaw]:
    """What a body is competent for, and what a checklist is of, stands in catalogue.yaml.

    Why: By a name that is none, nobody is found competent, and no issue can be registered.
    Bad:
        # bodies.yaml
        bodies:
        - {id: f, name: 甲, kind: agency, competent: [{sectors: [school], since: 2026-01-01}]}
    Good:
        # bodies.yaml
        bodies:
        - {id: f, name: 甲, kind: agency, competent: [{sectors: [schools], since: 2026-01-01}]}
    Fix: Correct the name, or let a steward add it to catalogue.yaml.
    """
    if view.catalogue is None:
        return
    sectors = {each.code for each in view.catalogue.sectors}
    points = {each.code for each in view.catalogue.points}
    for path, way, kind, code in _matters(view):
        if code not in (sectors if kind == "sector" else points):
            told = _("catalogue.yaml has no {kind} {code}")
            yield Flaw(told.format(kind=_(_MATTERS[kind]), code=code), way, path=path)


_MATTERS = {"sector": N_("sector"), "point": N_("point")}


def _matters(view: View) -> Iterator[tuple[str, Way, str, str]]:
    """Yield the sectors and points that bodies and checklists name: where, and their codes."""
    bodies = view.context.bodies.values() if view.context else ()
    for at, body in enumerate(bodies):
        for n, held in enumerate(body.competent):
            way: Way = ("bodies", at, "competent", n)
            yield from ((layout.BODIES, way, "sector", code) for code in held.sectors)
            yield from ((layout.BODIES, way, "point", code) for code in held.points)
    for path, known in view.checklists.items():
        yield path, ("sector",), "sector", known.sector
        for at, item in enumerate(known.items):
            yield path, ("items", at, "nature"), "point", item.nature
