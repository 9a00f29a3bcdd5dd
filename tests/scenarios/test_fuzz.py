"""Made-up input of every kind: a clear answer, never an error of the program's own, never a change.

`FUZZ` says how many cases a test tries; those that read whole ledgers or sheets try
`MOST` at most, as thousands of those are read by the tests of `checks` and `exchange`.
"""

import copy
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
import xlsxwriter
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sfcheck.cli.frame.main import load
from sfcheck.cli.frame.table import COMMANDS
from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.ledger.files import canonical
from tests.support.amounts import FUZZ
from tests.support.office import ACCEPTOR, CLERK, ISSUE, LEADER, MEMBER, OFFICER, SECOND
from tests.support.run import Result
from tests.support.untouched import Untouchable, files, open_untouchable, put_back

pytestmark = pytest.mark.fuzz
MOST = 300
fuzzed = settings(max_examples=FUZZ, deadline=None, suppress_health_check=list(HealthCheck))
fewer = settings(fuzzed, max_examples=min(FUZZ, MOST))
PEOPLE = (OFFICER, CLERK, LEADER, MEMBER, ACCEPTOR, SECOND)
TODAY = "2026-06-01"
WORDS = (
    *("", "-", "--", "x", "0", "-1", "1e9", "null", "[]", "{}", "{", "[bold]x[/]", "{0}", "%s"),
    *("26-001-0001-0", "26-001-0001-1", "２６－００１－０００１－０", "26-001-0099-4", "all"),
    *(TODAY, "2026-06-31", "2031-01-01", "99999-01-01", "0001", "0003", "0099", "丙（化名）"),
    *("640100", "640181", "银川市", "999999", "2026-1", "2026-1/T1", "2026-9/T9", "T1", "T2"),
    *("emergency-management", "应急管理厅", "inspection-office", "equipment", "own", "title"),
    *("unit", "severity", "major", "rectified", "stands", "settled", "照片@2026-06-01", "a@b@c"),
    *("status=registered", "text='a b' overdue", "status=", "bounded=1", "a\x1b[31mb", "\u202e"),
    *(
        "\udcff",
        "甲" * 400,
        "line\nline",
        "\t",
        "=1+1",
        "a=b",
        "title=x",
        "SF101",
        "json",
        "csv",
        "register",
        "2026-05-30T08:00:00+08:00",
    ),
)
FILES = ("policy.yaml", "ledger.yaml", "issues", "none", "", "photo.jpg", "form.json", "list.csv")
# demo plays for seconds, init makes folders elsewhere: both have tests of their own.
PLAYED = [name for name in COMMANDS if name not in ("demo", "init")]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Untouchable:
    """An office whose issue has had steps of most kinds, and waits to be rectified."""
    office = open_untouchable(tmp_path_factory.mktemp("fuzzed"))
    (office.root / "photo.jpg").write_bytes(b"photo")
    (office.root / "form.json").write_text(json.dumps(ISSUE), encoding="utf-8")
    (office.root / "list.csv").write_text("检查时间,问题描述,责任单位\n2026-05-20,甲,乙\n", "utf-8")
    paper = ("--document", "复函", "--signed-by", "庚（化名）")
    notice = ("--notice", "1号", "--demand", "更换", "--accept", "emergency-management")
    photo = ("--evidence", "照片@2026-06-01@photo.jpg")
    again = ("--demand", "补标定", "--due", "2026-07-01")
    for step, person, shown in (
        ("confirm", LEADER, ("--true-and-accurate",)),
        ("notify", OFFICER, notice),
        ("object", CLERK, ("--grounds", "已停用", *paper)),
        ("rule", OFFICER, ("--outcome", "stands", "--ruling", "挂牌", "--due", "2026-07-01")),
        ("submit", CLERK, ("--done", "已更换。", *photo, *paper)),
        ("return", ACCEPTOR, ("--reason", "未标定", *again)),
        ("amend", OFFICER, ("--field", "title", "--new", "报警器失效", "--why", "更准确")),
        (
            "supervise",
            SECOND,
            (
                "--approval",
                "领导批示",
                "--level",
                "region",
                "--body",
                "health",
                "--until",
                "2026-07-01",
            ),
        ),
    ):
        office.done(step, office.number, *shown, by=person)
    office.found(title="另一处", description="另一处说明。")
    return office


@pytest.fixture
def office(opened: Untouchable) -> Iterator[Untouchable]:
    with put_back(opened):
        yield opened


def seen(office: Untouchable) -> dict[str, object]:
    """Return what must not change, as far as it can be told without asking git."""
    kept = office.root / ".git"
    heads = {path.name: path.read_bytes() for path in (kept / "refs" / "heads").iterdir()}
    leases = {path.name: path.read_bytes() for path in (kept / "sfcheck").glob("lease-*")}
    return {**files(office.root), ":heads": heads, ":lease": leases}


def sound(done: Result) -> None:
    """Check that a command ended as every command must."""
    assert done.status in (0, 1, 2, 3, 4, 5, 130), done
    for never in ("Traceback", "went wrong inside", "system refused"):
        assert never not in done.err, done
    assert "\x1b" not in done.out + done.err
    assert done.status in (0, 1) or done.err.strip(), "no word of what is wrong"


def tried(office: Untouchable, *words: object, **how: Any) -> Result:
    """Run a command: sound, and without a change unless it was done; put back what was done."""
    before = seen(office)
    done = office(*words, **how)
    sound(done)
    if done.status != 0:
        assert seen(office) == before, (words, done)
    elif seen(office) != before:
        with put_back(office):
            event("done")
    event(f"status {done.status}")
    return done


# -- records


SPLICES = st.one_of(
    st.binary(max_size=12),
    st.text(max_size=12).map(lambda text: text.encode(errors="replace")),
    st.sampled_from(
        [
            *(
                b"\r\n",
                b"\n",
                b"\0",
                b"\xef\xbb\xbf",
                b"\xff",
                b": ",
                b"- ",
                b"[",
                b"}",
                b'"',
                b"|",
            ),
            *(
                b"&a ",
                b"*a",
                b"!x ",
                b"%YAML 1.1\n",
                b"---\n",
                b"...\n",
                b"<<: ",
                b"# c",
                b"~",
                b"no",
            ),
            *(
                b"closed",
                b"2026-02-30",
                b"-1",
                b"9" * 40,
                b"\xc2\x85",
                b"\xe2\x80\xa8",
                b"\t",
                b"  ",
            ),
        ]
    ),
)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(WORDS),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=6,
)


class Copy(NamedTuple):
    """Another node of the same data, to be put in this one's place."""

    node: int


NODES = st.integers(0, 200)
MUTATIONS = st.lists(
    st.tuples(NODES, st.one_of(VALUES, NODES.map(Copy)), st.sampled_from([False, False, True])),
    min_size=1,
    max_size=3,
)


def spliced(data: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, new in cuts:
        at = int(where * len(data))
        data = data[:at] + new + data[at + length :]
    return data


def mutated(value: Any, where: int, new: Any, drop: bool) -> Any:
    """Return a copy of plain data in which the node number `where` is another, or is gone."""
    nodes: list[tuple[Any, Any]] = []

    def copied(node: Any) -> Any:
        if isinstance(node, dict):
            made: Any = {}
            for key, child in node.items():
                nodes.append((made, key))
                made[key] = copied(child)
            return made
        if isinstance(node, list):
            made = []
            for at, child in enumerate(node):
                nodes.append((made, at))
                made.append(copied(child))
            return made
        return node

    whole = copied(value)
    if not nodes:
        return new
    parent, key = nodes[where % len(nodes)]
    if isinstance(new, Copy):
        other, name = nodes[new.node % len(nodes)]
        new = copy.deepcopy(other[name])
    if drop:
        del parent[key]
    else:
        parent[key] = new
    return whole


def resealed(fields: Any) -> bytes:
    """Return a record as a forger would write it: in canonical form and sealed where it can be."""
    try:
        whole = canonical.emit(dump(seal(Issue.model_validate(fields))))
    except (ValidationError, ValueError, TypeError):
        return json.dumps(fields).encode()
    event("a record all the same")
    return whole


def read_and_stepped_on(office: Untouchable, data: bytes, command: str) -> None:
    record = office.record
    good = record.read_bytes()
    record.write_bytes(data)
    try:
        for words in (("show", office.number), READERS[command]):
            before = seen(office)
            sound(office(*words))
            assert seen(office) == before
        before = seen(office)
        done = office(*office.note(), by=LEADER)
        sound(done)
        if done.status:
            assert seen(office) == before
    finally:
        record.write_bytes(good)
    if done.status == 0:
        assert data == good, "a step on a record that is not the committed one"
        with put_back(office):
            pass


READERS: dict[str, tuple[str, ...]] = {
    "list": ("list",),
    "list --json": ("list", "--overdue", "--json"),
    "log": ("log", "26-001-0001-0"),
    "export": ("export",),
    "export csv": ("export", "--format", "csv"),
    "validate": ("validate", "--json"),
    "report": ("report", "round"),
}


@pytest.mark.thorough
@fewer
@given(
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), SPLICES), min_size=1, max_size=3),
    command=st.sampled_from(sorted(READERS)),
)
def test_records_with_other_bytes(
    office: Untouchable, cuts: list[tuple[float, int, bytes]], command: str
) -> None:
    read_and_stepped_on(office, spliced(office.record.read_bytes(), cuts), command)


REGISTRIES = (
    *(
        "ledger.yaml",
        "policy.yaml",
        "places.yaml",
        "bodies.yaml",
        "catalogue.yaml",
        "calendar.yaml",
    ),
    *("rounds/2026-1.yaml", "people/0003.yaml", "books/001.yaml"),
)
LISTS = (
    *(("person", "list"), ("person", "show", "0003"), ("place", "list"), ("body", "list")),
    *(("round", "show", "2026-1"), ("team", "show", "2026-1/T1"), ("handover",), ("config",)),
)
STEPS = (
    *(("note", "26-001-0001-0", "--text", "x"), ("close", "26-001-0001-0", "--reason", "gone")),
    *(("team", "seat", "2026-1/T1", "--expert", "0006"), ("person", "rank", "0003", "office")),
    *(("body", "end", "commerce", "--until", "2026-07-01"), ("new-issue", "--from", "form.json")),
)


@pytest.mark.thorough
@settings(fuzzed, max_examples=max(3, fewer.max_examples // 10))  # a broken one reads slowly
@given(
    path=st.sampled_from(REGISTRIES),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), SPLICES), min_size=1, max_size=3),
    reading=st.sampled_from([*READERS.values(), *LISTS]),
    step=st.sampled_from(STEPS),
    person=st.sampled_from((OFFICER, LEADER, MEMBER, None)),
)
def test_registries_with_other_bytes(
    office: Untouchable,
    path: str,
    cuts: list[tuple[float, int, bytes]],
    reading: tuple[str, ...],
    step: tuple[str, ...],
    person: str | None,
) -> None:
    good = (office.root / path).read_bytes()
    (office.root / path).write_bytes(spliced(good, cuts))
    try:
        before = seen(office)
        sound(office(*reading))
        assert seen(office) == before
        tried(office, *step, by=person)
    finally:
        (office.root / path).write_bytes(good)


@pytest.mark.thorough
@fewer
@given(
    told=st.one_of(st.none(), st.lists(st.integers(0, 8), max_size=9)),
    mutations=MUTATIONS,
    command=st.sampled_from(sorted(READERS)),
)
def test_records_with_other_values(
    office: Untouchable,
    told: list[int] | None,
    mutations: list[tuple[int, Any, bool]],
    command: str,
) -> None:
    """Where `told`, the events are told in another order, twice or not at all; else mutated."""
    fields: Any = office.issue(office.number)
    fields = {key: fields[key] for key in Issue.model_fields if key in fields}
    if told is not None:
        fields["events"] = [fields["events"][which] for which in told]
        mutations = []
    for where, new, drop in mutations:
        fields = mutated(fields, where, new, drop)
    read_and_stepped_on(office, resealed(fields), command)


# -- arguments


def parameters(name: str) -> list[tuple[tuple[str, ...], list[click.Parameter]]]:
    """Return the words of a command, or of each of its sub-commands, and what it takes."""
    command = load(name)
    if isinstance(command, click.Group):
        return [((name, sub), each.params) for sub, each in command.commands.items()]
    return [((name,), command.params)]


KNOWN = [parameters(name) for name in PLAYED]


LIKELY: dict[str, tuple[str, ...]] = {
    "number": ("26-001-0001-0", "26-001-0002-9"),
    "numbers": ("26-001-0001-0", "26-001-0002-9"),
    "query": ("status=open", "place=640100", "text=另一处", "number=26-001-0001-0", "overdue"),
    **dict.fromkeys(("limit", "year", "book"), ("3", "2025")),
    "status": ("open", "rectifying"),
    "evidence": ("照片@2026-06-01", "照片@2026-06-01@photo.jpg"),
    "new": ("新的标题", "major", '{"name": "虚构宁河化工二厂"}', "640181"),
    "field": ("title", "severity", "unit", "place", "accept", "description"),
    **dict.fromkeys(("due", "asked_on", "until", "end"), ("2026-07-01", "2026-12-31")),
    **dict.fromkeys(
        ("since", "start", "found_on", "on", "due_before", "found_since", "found_until"),
        ("2026-05-20", TODAY),
    ),
    **dict.fromkeys(("place", "places", "parent"), ("640100", "640181", "640200")),
    **dict.fromkeys(
        ("accept", "body", "of", "superior", "rectify", "assist"),
        ("emergency-management", "inspection-office", "housing-construction"),
    ),
    **dict.fromkeys(("person", "leader", "members", "experts", "someone"), PEOPLE),
    **dict.fromkeys(("team", "reference"), ("2026-1/T1",)),
    **dict.fromkeys(("duplicate_of", "recurs"), ("26-001-0002-9",)),
}
"""Values that may be right, by the name of the parameter."""


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Make up a command line out of what commands take, and of what none does."""
    words, known = draw(st.sampled_from(draw(st.sampled_from(KNOWN))))
    line = list(words)
    for parameter in known:
        needed = isinstance(parameter, click.Argument) or not getattr(parameter, "default", 1)
        wanted = draw(st.integers(0, 9)) < (9 if needed else 1)
        for _each in range(draw(st.integers(1, 2)) if wanted and parameter.multiple else wanted):
            line += draw(given_to(parameter))
    if draw(st.integers(0, 19)) == 0:
        line.append(draw(st.sampled_from(WORDS)))
    person = draw(st.sampled_from((*PEOPLE, None, "0099")))
    return [*(("--as", person) if person else ()), *line]


def given_to(parameter: click.Parameter) -> st.SearchStrategy[list[str]]:
    """Return what may be typed for a parameter: seven times in eight what may be right."""
    likely = LIKELY.get(parameter.name or "", ("现场说明", "T2", "2026-1", "新名"))
    if isinstance(parameter.type, click.Choice):
        likely = tuple(str(choice) for choice in parameter.type.choices)
    if isinstance(parameter.type, click.Path) or parameter.name in ("from_file", "output"):
        likely = FILES
    odd = st.just("none") if likely is FILES else st.sampled_from(WORDS)
    values = st.integers(0, 7).flatmap(lambda n: st.sampled_from(likely) if n else odd)
    if isinstance(parameter, click.Argument):
        return values.map(lambda value: [value])
    opts = [*parameter.opts, *parameter.secondary_opts]
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return st.sampled_from(opts).map(lambda opt: [opt])
    return st.tuples(st.sampled_from(opts), values).map(list)


@pytest.mark.thorough
@fuzzed
@given(line=lines())
def test_command_lines(office: Untouchable, line: list[str]) -> None:
    event(next(word for word in line if word in COMMANDS))
    tried(office, *line)


# -- forms


@fuzzed
@given(
    mutations=MUTATIONS,
    several=st.booleans(),
    form=st.sampled_from(["json", "yaml", "spliced"]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), SPLICES), min_size=1, max_size=2),
    options=st.lists(st.sampled_from(["--dry-run", "--json", "--yes"]), unique=True),
)
def test_forms(
    office: Untouchable,
    mutations: list[tuple[int, Any, bool]],
    several: bool,
    form: str,
    cuts: list[tuple[float, int, bytes]],
    options: list[str],
) -> None:
    entry: Any = {**ISSUE, "criterion": {"standard": "a", "clause": "b"}, "as_written": {"c": "d"}}
    for where, new, drop in mutations:
        entry = mutated(entry, where, new, drop)
    content: Any = {"issues": [ISSUE, entry]} if several else entry
    data = json.dumps(content, ensure_ascii=form != "json").encode(errors="surrogatepass")
    if form == "yaml":
        data = b"# \n" + data
    if form == "spliced":
        data = spliced(canonical.emit(ISSUE), cuts)
    tried(office, "new-issue", "--from", "-", *options, by=MEMBER, typed=data)


# -- spreadsheets


HEADINGS = (
    *("序号", "检查时间", "检查单位", "检查人", "检查工点", "问题描述", "隐患等级", "整改要求"),
    *("整改期限", "整改责任单位", "施工", "建设", "监理", "整改完成日期", "销号情况", "备注", ""),
)
CELLS = st.one_of(
    st.sampled_from(
        [
            *("", "2026.5.20", "5月20日", "6月30日前", "1级", "一般", "已整改", "已销号", "整改中"),
            *(
                "一、甲。二、乙。",
                "1.甲\n2.乙",
                "虚构建筑公司",
                "丁（化名）",
                "640181",
                "=1+1",
                "合计",
            ),
        ]
    ),
    st.sampled_from(WORDS).filter(lambda word: "\udcff" not in word),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.booleans(),
)
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=6)
SHEET_OPTIONS = (
    *((), ("--split",), ("--register",), ("--register", "--set", "mode=covert")),
    *(("--year", "2025"), ("--sheet", "台账"), ("--mapping", "policy.yaml"), ("--json",)),
)


def workbook(headings: list[str], rows: list[list[object]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("台账")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate([headings, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(at, column, cell)
                else:
                    sheet.write(at, column, cell)
    return data.getvalue()


@fewer
@given(
    headings=st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=9),
    rows=ROWS,
    options=st.sampled_from(SHEET_OPTIONS),
    dry=st.booleans(),
    person=st.sampled_from((CLERK, CLERK, MEMBER)),
)
def test_spreadsheets(
    office: Untouchable,
    tmp_path: Path,
    headings: list[str],
    rows: list[list[object]],
    options: tuple[str, ...],
    dry: bool,
    person: str,
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(headings, rows))
    tried(office, "import", path, *options, *(("--dry-run",) if dry else ()), by=person)
