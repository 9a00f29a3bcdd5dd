"""Every figure's query: the rows are those told by hand, on SQLite and on DuckDB alike."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfcheck.documents.figures.asking import ASKED, ask_of
from sfcheck.documents.figures.counting import behind
from sfcheck.documents.figures.kinds import KINDS
from sfcheck.documents.figures.named import FIGURES, QUERIES, sql
from sfcheck.documents.figures.scope import Scope, of_ledger, of_place, of_round, of_team, of_unit
from sfcheck.documents.figures.tables import report
from sfcheck.documents.figures.values import figures, plain
from sfcheck.domain.base.numbers import make
from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Mode
from sfcheck.domain.issues.folding import fold
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Found, Issue, Related, Responsible, Unit, seal
from sfcheck.domain.world.context import Context
from sfcheck.domain.world.custody import Handover, ListedIssue
from sfcheck.ledger.files.canonical import emit
from sfcheck.ledger.index.at_hand import index_of
from sfcheck.ledger.index.keeping import Index
from sfcheck.ledger.index.schema import FLAT
from tests.documents.by_hand import BY_HAND, Asked, Pile, Plain, parsed
from tests.documents.figures.test_figures import FIRST, ledgers, major
from tests.documents.recount import percent
from tests.support.amounts import of
from tests.support.lives import merges, united
from tests.support.world import FIRM, NO, TEAM, act, at, brought_to, world

CODE = "91640100MA0000008X"
PLACE = "640100"
Ledger = tuple[list[Issue], Context]


# Lives that a walk of a few steps at random seldom leads: what was done after `accepted` or so.
LIVES: list[tuple[str, list[tuple[str, str, Plain]]]] = [
    ("closed", []),
    ("closed", [("look-back", "i", NO)]),
    ("closed", [("look-back", "i", {})]),
    ("closed", [("reopen", "v", {})]),
    ("accepted", [("look-back", "v", NO), ("extend", "a", {"asked_on": "2026-05-06"})]),
    ("rectifying", [("supervise", "v", {}), ("remind", "v", {})]),
    ("submitted", [("return", "a", {})]),
    ("major", []),
    ("major", [("look-back", "v", {})]),
]


def at_sight(life: tuple[str, list[tuple[str, str, Plain]]]) -> Issue:
    """Return an issue that was brought to a state and then led on."""
    issue = major("accepted") if life[0] == "major" else brought_to(life[0])
    for do, who, facts in life[1]:
        issue = act(issue, world(), do, who, "2026-05-06", **facts)
    return issue


# Days after 20 May on which something is due, or just late, or just older than a month.
DAYS = st.sampled_from([12, 14, 15, 16, 42, 43, 49, 50, 56, 57, 63, 64, 72, 73]) | st.integers(
    0, 250
)


@st.composite
def varied(draw: st.DrawFn) -> Ledger:
    """Lives as the law allows them, of various units, days and finders; lists of handovers."""
    walked, context = draw(ledgers())
    ready = [at_sight(life) for life in draw(st.lists(st.sampled_from(LIVES), max_size=9))]
    given = enumerate([*walked, *ready], 1)
    issues = [i.model_copy(update={"number": make(26, "037", n)}) for n, i in given]
    numbers = [issue.number for issue in issues]
    units = st.sampled_from(
        [
            None,
            Unit.model_construct(name=FIRM, uscc=CODE),
            Unit.model_construct(name=f"{FIRM}分公司", uscc=CODE),
        ]
    )
    made = []
    for issue in issues:
        days = draw(st.sampled_from([0, 1, 2]) | st.integers(-150, 150))
        about: dict[str, Any] = {
            "on": issue.found.on + timedelta(days=days),
            "mode": draw(st.sampled_from([*Mode, None])),
            "by": tuple(draw(st.lists(st.sampled_from(["0001", "0002", "某人"]), min_size=1))),
        }
        found = Found.model_construct(**{**vars(issue.found), **about})
        changes: dict[str, Any] = {"found": found, "unit": draw(units) or issue.unit}
        if draw(st.integers(0, 3)) and issue.responsible.rectify:
            rectify = draw(st.sampled_from(["government-640104", "银川市", FIRM]))
            accept = draw(st.sampled_from(["government-640100", "health", None]))
            changes["responsible"] = Responsible(rectify=rectify, accept=accept)
        if draw(st.booleans()):
            changes["related"] = Related(recurs=draw(st.sampled_from(numbers)))
        made.append(seal(issue.model_copy(update=changes)))
    handed = tuple(_listing(draw, each, made) for each in context.handovers)
    ends = st.none() | st.dates(date(2026, 5, 1), date(2026, 9, 30))
    rounds = {n: each.model_copy(update={"end": draw(ends)}) for n, each in context.rounds.items()}
    return made, replace(context, handovers=handed, rounds=rounds)


def _listing(draw: st.DrawFn, handover: Handover, issues: list[Issue]) -> Handover:
    lines = [
        ListedIssue.model_validate({"number": i.number, "status": i.status, "digest": i.digest})
        for i in issues
        if draw(st.booleans())
    ]
    return handover.model_copy(update={"issues": tuple(lines)})


def pile(issues: list[Issue], context: Context) -> Pile:
    """Return the files that a ledger would have."""

    def read(records: Any) -> list[Plain]:
        return [parsed(emit(dump(each)).decode()) for each in records]

    return Pile(
        read(issues),
        read(context.handovers),
        read(context.rounds.values()),
        read(context.places.values()),
        read(context.bodies.values()),
        read(context.people.values()),
    )


Question = tuple[Callable[[Index, Context], Scope], Callable[[Pile, date], Asked]]
SINCE, UNTIL = date(2026, 5, 1), date(2026, 6, 5)


def of_team_by_hand(files: Pile, today: date) -> Asked:
    return Asked(files, today, lambda issue: team_of(issue) == TEAM, TEAM.__eq__)


def in_place(files: Pile, today: date) -> Asked:
    def lies_in(issue: Plain) -> bool:
        return files.lies_in(issue["place"], PLACE)

    acting = ("2026-1/T1", "2026-2/T1").__contains__
    return Asked(files, today, lies_in, acting, lies_in, frozenset(files.own(PLACE)))


def team_of(issue: Plain) -> str:
    return str(issue["found"].get("team", ""))


def whole(kind: str) -> Question:
    return lambda index, context: of_ledger(kind, context), Asked


WHOLE = [n for n, kind in KINDS.items() if not kind.about and n not in ("bulletin", "inspectors")]
"""Reports that are about the whole ledger."""

QUESTIONS: dict[str, Question] = {
    "round": (
        lambda index, context: of_round(FIRST),
        lambda files, today: Asked(
            files,
            today,
            lambda issue: team_of(issue).startswith("2026-1/"),
            lambda side: side.startswith("2026-1/"),
        ),
    ),
    "team": (lambda index, context: of_team(FIRST, FIRST.teams[0]), of_team_by_hand),
    "place": (lambda index, context: of_place(PLACE, context), in_place),
    "locality": (lambda index, context: of_place(PLACE, context, "locality"), in_place),
    "leader": (
        lambda index, context: of_team(FIRST, FIRST.teams[0], "leader").during(SINCE, UNTIL),
        lambda files, today: replace(of_team_by_hand(files, today), since=SINCE, until=UNTIL),
    ),
    "inspectors": (
        lambda index, context: of_ledger("inspectors", context).during(SINCE, UNTIL),
        lambda files, today: Asked(files, today, since=SINCE, until=UNTIL),
    ),
    **{kind: whole(kind) for kind in WHOLE},
}
"""Every kind of report but a unit's, which has a test of its own: asked here, asked by hand."""

FEWER = of(10)
"""Examples where each asks every query."""

ALIKE = ("number", "position", "person", "round", "team", "action", "step", "late", "age")


def alike(rows: Any) -> Counter[tuple[Any, ...]]:
    """Return rows by what they have in common, whoever tells them."""
    return Counter(tuple(str(each[name]) for name in ALIKE if name in each) for each in rows)


@contextmanager
def asked(ledger: Ledger, question: Question, moment: datetime) -> Iterator[tuple[Index, Scope]]:
    issues, context = ledger
    with index_of(issues, context) as index:
        scope = question[0](index, context)
        ask_of(index, scope, context, moment)
        yield index, scope


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["leader", "inspectors", "locality", "recurrence"])
@settings(deadline=None, max_examples=FEWER, suppress_health_check=[HealthCheck.too_slow])
@given(ledger=varied(), days=DAYS)
def test_the_rows_behind_every_figure_are_those_told_by_hand(
    ledger: Ledger, days: int, kind: str
) -> None:
    moment = at("2026-05-20") + timedelta(days=days)
    by_hand = QUESTIONS[kind][1](pile(*ledger), moment.date())
    with asked(ledger, QUESTIONS[kind], moment) as (index, _scope):
        for figure in FIGURES:
            rows = behind(index, figure)
            shared = set(rows[0]) if rows else set(ALIKE)
            told = [{n: v for n, v in row.items() if n in shared} for row in by_hand.rows(figure)]
            assert alike(rows) == alike(told), figure


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
@settings(deadline=None, max_examples=of(5), suppress_health_check=[HealthCheck.too_slow])
@given(ledger=varied(), days=DAYS)
def test_every_figure_of_every_report_is_the_one_counted_by_hand(
    ledger: Ledger, days: int, kind: str
) -> None:
    issues, context = ledger
    moment = at("2026-05-20") + timedelta(days=days)
    by_hand = QUESTIONS[kind][1](pile(issues, context), moment.date())
    with index_of(issues, context) as index:
        found = figures(QUESTIONS[kind][0](index, context), index, context, moment)
    compare(plain(found, context), kind, by_hand)
    paper = report(found, context)
    assert all(len(row) == len(t.headings) for t in paper.tables.values() for row in t.rows)


@pytest.mark.thorough
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(varied(), DAYS, st.sampled_from([FIRM, CODE.lower(), f"{FIRM}分"]))
def test_a_unit_is_what_bears_its_name_or_its_code(ledger: Ledger, days: int, given: str) -> None:
    issues, context = ledger
    units = {(i.unit.name, i.unit.uscc) for i in issues if i.unit.name.startswith(FIRM)}
    if given.startswith(FIRM):
        units = {u for u in units if u[0].startswith(given)}
    if not units:
        return
    if given == FIRM:
        units = {u for u in units if u[0] == FIRM} or units
    codes, names = {code for _name, code in units}, {name for name, _code in units}

    def has(issue: Plain) -> bool:
        return issue["unit"]["name"] in names or issue["unit"].get("uscc") in codes

    moment = at("2026-05-20") + timedelta(days=days)
    with index_of(issues, context) as index:
        scope = of_unit(index, given)
        found = plain(figures(scope, index, context, moment), context)
    compare(found, "unit", Asked(pile(issues, context), moment.date(), has))


def compare(told: Plain, kind: str, by_hand: Asked) -> None:
    """Assert that all a report tells in numbers is what is counted by hand."""
    about = KINDS[kind]
    for figure in about.counts:
        assert told[figure] == len(by_hand.rows(figure)), figure
    for figure, whole_figure in about.rates.items():
        counts = len(by_hand.rows(figure)), len(by_hand.rows(whole_figure))
        rate = told["rates"][figure]
        assert (rate["count"], rate["of"], rate["percent"]) == (*counts, percent(*counts)), figure
    for name, grouping in about.groupings.items():
        lines = {line["key"]: line for line in told[f"by_{name}"]}
        for column, figure in grouping.columns.items():
            counted = Counter(row[grouping.by] for row in by_hand.rows(figure))
            assert {k: line[column] for k, line in lines.items() if line[column]} == counted, figure
        for figure, whole_figure in grouping.rates.items():
            part, all_ = (
                Counter(row[grouping.by] for row in by_hand.rows(each))
                for each in (figure, whole_figure)
            )
            for key, line in lines.items():
                assert line["rates"][figure]["percent"] == percent(part[key], all_[key]), figure
        shares = [line["share"] for line in lines.values() if line["share"] is not None]
        assert round(sum(shares), 6) in (0, 100.0)
    for name, listing in about.lists.items():
        rows = told["issues"] if name == "issues" else told["lists"].get(name)
        if rows is not None:
            numbers = sorted(row["number"] for row in rows)
            assert numbers == sorted(row["number"] for row in by_hand.rows(listing.figure)), name


@pytest.mark.thorough
@settings(deadline=None, max_examples=of(12), suppress_health_check=[HealthCheck.too_slow])
@given(merges())
def test_what_a_merge_left_without_effect_counts_nowhere(merge: Any) -> None:
    walker, prefix, parts = merge
    issue = fold(walker.opening, united(prefix, *parts), walker.context)
    idle = issue.without_effect
    events = enumerate(issue.events, 1)
    without = frozenset((issue.number, at) for at, e in events if event_digest(e) in idle)
    moment = at("2026-09-01")
    by_hand = replace(Asked(pile([issue], walker.context), moment.date()), idle=without)
    with index_of([issue], walker.context) as index:
        found = figures(of_ledger("recurrence", walker.context), index, walker.context, moment)
        assert alike(behind(index, "taken")) == alike(
            {name: value for name, value in row.items() if name not in ("late", "age")}
            for row in by_hand.rows("taken")
        )
        assert alike(behind(index, "waiting")) == alike(by_hand.rows("waiting"))
    compare(plain(found, walker.context), "recurrence", by_hand)


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_an_empty_ledger_has_nothing_and_no_rates(kind: str) -> None:
    moment = at("2026-06-01")
    context = replace(world(), handovers=(), rounds={})
    with index_of([], context) as index:
        found = figures(QUESTIONS[kind][0](index, context), index, context, moment)
    told = plain(found, context)
    assert {told[figure] for figure in KINDS[kind].counts} == {0}
    assert {rate["percent"] for rate in told["rates"].values()} <= {None}
    assert report(found, context).tables["counts"].rows


@pytest.mark.thorough
@settings(deadline=None, max_examples=of(12), suppress_health_check=[HealthCheck.too_slow])
@given(varied(), DAYS, st.sampled_from(sorted(QUESTIONS)))
def test_duckdb_answers_as_sqlite(ledger: Ledger, days: int, kind: str) -> None:
    moment = at("2026-05-20") + timedelta(days=days)
    with asked(ledger, QUESTIONS[kind], moment) as (index, _scope), duckdb.connect() as other:
        for name, table in (*FLAT.items(), *ASKED.items()):
            columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
            other.execute(f"CREATE TABLE {name} ({columns})")
            if rows := index.all(f"SELECT * FROM {name}"):
                other.executemany(f"INSERT INTO {name} VALUES {table.insert}", rows)
        for figure in FIGURES:
            other.execute(f"CREATE VIEW {figure} AS {sql(figure)}")
            cursor = other.execute(f"SELECT * FROM {figure}")
            names = [about[0] for about in cursor.description or ()]
            theirs = Counter(cursor.fetchall())
            ours = index.connection.execute(f"SELECT * FROM {figure}")
            assert [about[0] for about in ours.description] == names, figure
            assert Counter(ours.fetchall()) == theirs, figure


@pytest.mark.thorough
@pytest.mark.parametrize("figure", FIGURES)
def test_spark_would_read_it_as_it_stands(figure: str) -> None:
    """Parsed by sqlglot's grammar of Spark, and nothing changes in translation to it.

    Spark itself is not run here: it needs Java and hundreds of megabytes.
    """
    (theirs,) = sqlglot.parse(sql(figure), read="spark")
    for dialect in ("sqlite", "duckdb"):
        (ours,) = sqlglot.parse(sql(figure), read=dialect)
        assert ours == theirs
        assert ours is not None
        assert ours.sql(dialect="spark", comments=False) == ours.sql(
            dialect=dialect, comments=False
        )


def test_each_query_has_a_name_and_is_told_somewhere_and_by_hand() -> None:
    assert sorted(path.stem for path in QUERIES.iterdir()) == sorted(FIGURES)
    assert list(BY_HAND) and set(BY_HAND) == set(FIGURES)
    told = {figure for kind in KINDS.values() for figure in kind.figures}
    read = {
        table.name
        for figure in FIGURES
        for table in sqlglot.parse_one(sql(figure), read="sqlite").find_all(sqlglot.exp.Table)
    }
    assert set(FIGURES) - told - read == set()
    assert told <= set(FIGURES)
    assert set(QUESTIONS) | {"unit", "bulletin"} == set(KINDS)


def test_a_query_rests_only_on_tables_and_on_queries_before_it() -> None:
    known = {*FLAT, *ASKED}
    for figure in FIGURES:
        tree = sqlglot.parse_one(sql(figure), read="sqlite")
        made = {cte.alias for cte in tree.find_all(sqlglot.exp.CTE)}
        used = {table.name for table in tree.find_all(sqlglot.exp.Table)} - made
        assert used <= known, figure
        assert sql(figure).startswith("-- "), figure
        known.add(figure)
