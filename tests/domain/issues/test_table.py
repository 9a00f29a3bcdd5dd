"""The law's table, event × state × hand, against expectations written by hand from the design.

Read a cell as: these persons may; nobody else. A letter is a kind of person (`world.KINDS`):

    i  inspector of the registering team     l  its leader     o  member of another team
    c  clerk          p, q  clerk with the paper of the rectifying, of the accepting body
    v  overall officer       n  the office's named officer
    r, a, b  department officer of the rectifying, the accepting, another body
    h, H  member and leader of the next round's team           x  nobody on the roster
    K  the head of the place, k  a member of the team that holds it, whoever that is

`-` the state does not allow the step, `!` something else in it does not (`NOBODY`), whoever asks.
In brackets: the right hand, yet refused (`REASONS`).
Nothing here is read from the code.
"""

from dataclasses import replace

import pytest

from sfcheck.domain.base.records import dump
from sfcheck.domain.base.vocabulary import Status
from sfcheck.domain.issues.law import apply, stands_for
from sfcheck.domain.issues.record import draft
from sfcheck.errors import Refused
from tests.support.refusals import explained
from tests.support.world import HEAD, HOLDERS, KINDS, NO, brought_to, event, old_finding, world

STATES = [
    "draft",
    "registered",
    "confirmed",
    "rectifying",
    "disputed",
    "submitted",
    "accepted",
    "closed",
    "voided",
]
TABLE = """
                   draft regist confirm rectif   disput   submit   accept   closed voided
register           il    -      -       -        -        -        -        -      -
import             c     -      -       -        -        -        -        -      -
confirm            -     l      -       -        -        -        -        -      -
notify             -     -      Kvn     Kvn      -        -        -        -      -
acknowledge        -     -      -       rp       rp       rp       rp       -      -
seen-again         -     -      -       kvn      kvn      kvn      kvn      -      -
rectification-plan -     -      -       rp       -        -        -        -      -
extend             -     -      -       aq       -        -        -        -      -
extend-counted     -     -      -       aq       -        -        -        -      -
extend-long        -     -      -       (aq)     -        -        -        -      -
extend-approved    -     -      -       aq       -        -        -        -      -
extend-miscounted  -     -      -       (aq)     -        -        -        -      -
object             -     -      -       rp       -        -        -        -      -
rule               -     !      !       !        K        !        !        !      !
rule-withdrawn     -     !      !       !        K        !        !        !      !
rule-settled       -     !      !       !        (K)      !        !        !      !
submit             -     -      -       rp       -        -        -        -      -
return             -     -      -       -        -        aq       -        -      -
accept             -     -      -       -        -        aq       -        -      -
look-back          -     -      -       -        -        kvn      kvn      kvn    -
look-back-no       -     -      -       -        -        kvn      kvn      kvn    -
close              -     -      -       -        -        -        vn       -      -
reopen             -     -      -       -        -        -        -        Kvn    -
void               -     K      K       (K)      K        (K)      (K)      -      -
void-duplicate     -     K      K       K        K        K        K        -      -
amend              -     iK     K       K        K        K        K        -      !
amend-source       -     icK    cK      cK       cK       cK       cK       -      !
supervise          -     vn     vn      vn       vn       vn       vn       -      -
progress           -     !      !       !        !        !        !        -      -
lift               -     !      !       !        !        !        !        -      -
remind             -     kvn    kvn     kvn      kvn      kvn      kvn      -      -
note               -     ilckvn ilckvn  ilckvnra ilckvnra ilckvnra ilckvnra -      -
attach             -     ilckvn ilckvn  ilckvnra ilckvnra ilckvnra ilckvnra -      -
"""
REASONS = {
    "rule-settled": "not-pending",
    "void": "void-too-late",
    "extend-long": "extension-limit",
    "extend-miscounted": "counted-otherwise",
}
NOBODY = {
    "amend": "no-duplicate",
    "amend-source": "no-duplicate",
    "progress": "not-supervised",
    **dict.fromkeys(("rule", "rule-withdrawn", "rule-settled"), "nothing-to-rule-on"),
    "lift": "not-supervised",
}
LATER = {  # where the step leads; else the state stays
    "register": "registered",
    "import": "rectifying",
    "confirm": "confirmed",
    "notify": "rectifying",
    "object": "disputed",
    "rule": "rectifying",
    "rule-withdrawn": "voided",
    "submit": "submitted",
    "return": "rectifying",
    "accept": "accepted",
    "look-back-no": "rectifying",
    "close": "closed",
    "reopen": "rectifying",
    "void": "voided",
    "void-duplicate": "voided",
}
ON_PAPER = {
    "acknowledge",
    "progress",
    "rectification-plan",
    "extend",
    "object",
    "submit",
    "return",
    "accept",
}
SURVIVOR = "26-037-0150-2"
FIFTEEN = {"days": 15, "after": "2026-07-01"}  # working days: Thursday 2 July to Wednesday the 22nd
LONG = {"due": "2026-09-01"}  # 62 days more
VARIANTS = {
    "extend-counted": ("extend", {"due": "2026-07-22", "within": FIFTEEN}),
    "extend-miscounted": ("extend", {"due": "2026-07-23", "within": FIFTEEN}),
    "extend-long": ("extend", LONG),
    "extend-approved": ("extend", {**LONG, "approved_by": "夏侯批准"}),
    "amend-source": ("amend", {"field": "source", "old": "own", "new": "leaders_covert"}),
    "rule-withdrawn": ("rule", {"outcome": "withdrawn", "due": None}),
    "rule-settled": ("rule", {"outcome": "settled", "due": None, "settles": ["f" * 64]}),
    "look-back-no": ("look-back", NO),
    "void-duplicate": ("void", {"duplicate_of": SURVIVOR}),
}
ROWS = {row.split()[0]: row.split()[1:] for row in TABLE.strip().splitlines()[1:]}
CASES = [(custody, row) for custody in HEAD for row in ROWS]


def people(cell: str, custody: str) -> str:
    return cell.replace("K", HEAD[custody]).replace("k", HOLDERS[custody])


def expected(custody: str, row: str, status: str, who: str) -> str:
    cell = ROWS[row][STATES.index(status)]
    if cell == "-":
        return "illegal-step"
    if cell == "!":
        return NOBODY[row]
    if who not in people(cell, custody):
        return "wrong-hand"
    if (custody, row) == ("next", "register"):  # T1 has offered Yinchuan on 1 June
        return "offered-on"
    return REASONS[row] if cell.startswith("(") else "done"


def test_the_table_is_whole():
    assert len({VARIANTS.get(row, (row, {}))[0] for row in ROWS}) == 24
    assert all(len(cells) == len(STATES) for cells in ROWS.values())


@pytest.mark.parametrize(("custody", "row"), CASES)
def test_who_may_do_what_when(custody, row):
    survivors = {SURVIVOR: Status.RECTIFYING}
    context = replace(world(custody), status_of=survivors.get)
    do, facts = VARIANTS.get(row, (row, {}))
    kinds = [who for who in KINDS if who not in "pq" or do in ON_PAPER]
    wrong = []
    for status in STATES:
        issue = brought_to(status, custody)
        if (do, status) == ("import", "draft"):
            issue = draft(old_finding())
        before = dump(issue)
        for who in kinds:
            given = event(do, who, issue.next_n, **facts)
            should = expected(custody, row, status, who)
            became = outcome(issue, given, context, tell=True)
            if should == "done":
                nameless = given.model_copy(update={"for_": "-"})
                assert stands_for(issue, nameless, context) == given.for_
            if became != (LATER.get(row, status) if should == "done" else should):
                wrong.append(f"{status} {who}: {became}, should be {should}")
            if should not in ("illegal-step", NOBODY.get(row)):
                wrong += [
                    f"{status} {who} for {for_}: {became}, should be wrong-hand"
                    for for_ in others(who)
                    for became in [outcome(issue, given.model_copy(update={"for_": for_}), context)]
                    if became != "wrong-hand"
                ]
        assert dump(issue) == before
    assert not wrong, "\n".join(wrong)


def others(who):
    """The bodies a person does not act for; a clerk may carry either body's paper."""
    mine = {KINDS[kind][1] for kind in ("pq" if who in "pq" else who)}
    return {for_ for _by, for_, _signed in KINDS.values()} - mine


def outcome(issue, given, context, tell=False):
    try:
        return apply(issue, given, context).status.value
    except Refused as refused:
        if tell:
            explained(refused)
        return refused.code


def test_paper_is_for_bodies_without_the_tool_only():
    for do in {VARIANTS.get(row, (row, {}))[0] for row in ROWS} - ON_PAPER:
        with pytest.raises(Refused) as caught:
            event(do, "p", 2)
        assert caught.value.code == "bad-fact"
