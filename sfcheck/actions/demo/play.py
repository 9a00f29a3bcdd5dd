"""The demonstration: two rounds played with invented people, act by act, through the law itself.

The cast and the story are data (`templates/demo/`); here they are only carried out. Nothing outside
the new folder is touched, and git need not know who runs it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sfcheck.actions import handovers, setup
from sfcheck.actions.assurance.checking import validate
from sfcheck.actions.demo.deeds import DEEDS
from sfcheck.actions.demo.stage import Data, Scene, Stage, filled
from sfcheck.actions.desk import Desk
from sfcheck.actions.issues import answers, forms
from sfcheck.actions.issues import steps as issues
from sfcheck.actions.issues.similar import similar
from sfcheck.actions.proceedings import letters
from sfcheck.actions.proceedings.steps import found
from sfcheck.actions.registries import people as roster
from sfcheck.actions.reports.figures import figures_of, printed, scope_of, told_of
from sfcheck.domain.base.findings import Report
from sfcheck.domain.base.vocabulary import Rank, label
from sfcheck.domain.bulletins.law import BULLETIN
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.errors import Refused
from sfcheck.exchange.writing import save
from sfcheck.ledger import resources
from sfcheck.ledger.files import parsing
from sfcheck.ledger.git.repository import configure, init_repository, run
from sfcheck.ledger.store import Ledger

FOLDER = "sfcheck-demo"
PROFILE = "ningxia"
STEWARD = setup.FIRST_PERSON
ISSUED = "issued"
"""The last chapter: what comes of the list."""
PAPER = {"bulletin": "bulletin", "refer": "referral"}
"""What the deeds of the last chapter are done to, by how they begin."""


def new_folder(given: Path | None = None) -> Path:
    """Make the folder for a demo, `given` or the first free one here, and return it.

    Nothing that is there already is touched. Raises `Refused`: `demo-exists`, `cannot-save`.
    """
    folder, tried = given or Path(FOLDER), 1
    while True:
        try:
            folder.mkdir(parents=True)
            return folder.resolve()
        except FileExistsError as error:
            if given:
                raise Refused("demo-exists", path=given) from error
        except OSError as error:
            raise Refused("cannot-save", path=folder, problem=error.strerror or error) from error
        tried += 1
        folder = Path(f"{FOLDER}-{tried}")


def length() -> int:
    """Return how many scenes `play` yields."""
    cast, story = _load("cast.yaml"), _load("story.yaml")
    acts = sum(len(chapter["acts"]) for chapter in story["chapters"])
    return len(("init", "officer")) + len(cast["people"]) + acts


def play(stage: Stage, *, issued: bool = True) -> Iterator[Scene]:
    """Make a ledger in the folder of `stage` and play the story, yielding each act when done.

    Without `issued`, nothing that rests on a commit is issued: for a copy without its history.

    Raises the `Refused` of an act that should have been done, or was refused by another code than
    the story says; `demo-astray` where the law did not refuse at all.
    """
    stage.cast = cast = _load("cast.yaml")
    repository = init_repository(stage.root)
    configure(repository, "user.email", "demo@example.invalid")
    configure(repository, "commit.gpgsign", "false")
    configure(repository, "user.name", acting := cast["steward"])
    yield from _set_up(stage)
    for chapter in _load("story.yaml")["chapters"]:
        if chapter["chapter"] == ISSUED and not issued:
            break
        for act in chapter["acts"]:
            desk = stage.desk(act["by"], stage.moment(*_when(act["when"])))
            who = desk.ledger.context.name(desk.person)
            if who != acting:  # git may know nobody here, and each act is its own author's
                configure(repository, "user.name", acting := who)
            scene = Scene(chapter["chapter"], desk.now, who, act["do"])
            yield _played(stage, desk, act, scene)
    configure(repository, "user.name", cast["steward"])


@dataclass(frozen=True)
class PlayedDemo:
    """What a demo leaves: counts of its ledger, where its papers are, what the check found.

    `report` and `bulletin` are about the first round, `referral` is the letter of what came of it;
    `lists` are those of the last handovers, to be signed.
    """

    people: int
    issues: int
    commits: int
    report: Path
    bulletin: Path
    referral: Path
    lists: Sequence[Path]
    check: Report


def finish(stage: Stage) -> PlayedDemo:
    """Write the papers beside the records, check the whole ledger, and count."""
    ledger = Ledger(stage.root)
    found = figures_of(ledger, scope_of(ledger, "round", stage.round()), stage.today)
    path = stage.root / f"round-{stage.round()}.md"
    save([printed(told_of(ledger, found), "md")], path)
    commits = run(ledger.root, "rev-list", "--count", "HEAD")
    return PlayedDemo(
        people=len(ledger.people),
        issues=found.counts["found"],
        commits=int(commits),
        report=path,
        bulletin=_letter(stage, ledger, BULLETIN, "bulletin"),
        referral=_letter(stage, ledger, REFERRAL, "referral"),
        lists=[each for place in ledger.context.custody.by_place for each in _lists(ledger, place)],
        check=validate(ledger.root),
    )


def _letter(stage: Stage, ledger: Ledger, procedure: Procedure[Any], name: str) -> Path:
    """Write the paper of a record as it was issued, in Word."""
    issued = found(ledger, procedure, stage.numbers[name])
    path = ledger.root / f"{name}-{issued.id}.docx"
    save([letters.printed(ledger, issued, "docx", stage.today)], path)
    return path


def _lists(ledger: Ledger, place: str) -> Iterator[Path]:
    """Write the list of the last handover of a place, in Markdown and Word."""
    given = handovers.found(ledger, place, None)
    for form in ("md", "docx"):
        path = ledger.root / f"handover-{place}-{given.number}.{form}"
        save([handovers.printed(ledger, given, form)], path)
        yield path


def _folder() -> Path:
    """Return where the cast and the story lie."""
    return resources.templates() / "demo"


def _load(name: str) -> dict[str, Any]:
    path = _folder() / name
    return parsing.parse(parsing.read(path), str(path), crlf=True)


def _set_up(stage: Stage) -> Iterator[Scene]:
    cast = stage.cast
    days = cast["rounds"]["first"]["start"]
    start, at = stage.day(days), stage.moment(days)
    desk = stage.desk(STEWARD, at)
    setup.init(stage.root, PROFILE, name=cast["steward"], desk=desk)
    chapter, who = "set-up", cast["steward"]
    yield Scene(chapter, at, who, "init", PROFILE)
    for each in cast["people"]:
        rank = Rank(each["rank"])
        person = roster.add_person(
            stage.desk(STEWARD, at), **{**each, "rank": rank}, since=start, invented=True
        )
        offices = "".join(f", {label(held.office)}" for held in person.offices)
        yield Scene(chapter, at, who, "person-add", f"{person.id} {person.name}{offices}")
    roster.name_officer(stage.desk(STEWARD, at), cast["officer"], start + timedelta(days=1))
    named = stage.desk(STEWARD, at).ledger.context.name(cast["officer"])
    yield Scene(chapter, at, who, "officer", f"{cast['officer']} {named}")


def _when(said: str) -> tuple[int, str]:
    days, clock = said.split()
    return int(days), clock


def _played(stage: Stage, desk: Desk, act: Data, scene: Scene) -> Scene:
    expected = act.get("refused")
    try:
        if act["do"] == "register":
            return _registered(stage, desk, act, scene)
        if act["do"] in DEEDS:
            scene = replace(scene, told=DEEDS[act["do"]](stage, desk, act))
        else:
            scene = replace(scene, moved=_stepped(stage, desk, act))
    except Refused as refusal:
        if refusal.code != expected:
            raise
        return replace(_unmoved(stage, desk, act, scene), refusal=refusal)
    if expected:
        raise Refused("demo-astray", step=label(act["do"]), expected=expected)
    return scene


def _unmoved(stage: Stage, desk: Desk, act: Data, scene: Scene) -> Scene:
    """Return the scene of an act that was refused: what it was tried on, as it stays."""
    if "place" in act:
        return replace(scene, told=f"{act['place']} {desk.ledger.context.name(act['place'])}")
    if "round" in act:
        return replace(scene, told=stage.round(act["round"]))
    if "issues" not in act:
        return replace(scene, told=stage.numbers[PAPER[act["do"].partition("-")[0]]])
    concerned = (desk.ledger.issue(stage.numbers[key]) for key in act["issues"])
    return replace(scene, moved=tuple((issue, issue) for issue in concerned))


def _registered(stage: Stage, desk: Desk, act: Data, scene: Scene) -> Scene:
    entries = forms.read(_folder() / "found" / act["file"])
    drafts = [forms.complete(desk, entry) for entry in entries]
    alike = similar(desk.ledger, drafts, desk.now.date())
    registered = issues.register(desk, drafts)
    for key, issue in zip(act["issues"], registered, strict=True):
        stage.numbers[key] = issue.number
    moved = tuple((None, issue) for issue in registered)
    return replace(scene, moved=moved, alike=tuple(like for likes in alike for like in likes))


def _stepped(stage: Stage, desk: Desk, act: Data) -> tuple[tuple[Issue, Issue], ...]:
    given = filled(stage, act.get("facts", {}))
    if "files" in given:
        given["files"] = [_folder() / each for each in given["files"]]
    facts, files = answers.understood(desk, act["do"], given)
    numbers = [stage.numbers[key] for key in act["issues"]]
    taken = issues.take_step(desk, numbers, act["do"], facts, files=files)
    return tuple((each.before, each.after) for each in taken)
