"""The demonstration, played through the command line in both languages, where git knows nobody."""

import json
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
import yaml

from sfcheck.actions.demo.play import length, new_folder
from sfcheck.language import _, choose
from tests.documents.recount import agree, lists_of, recount, texts_of
from tests.support.amounts import trial
from tests.support.demo import play
from tests.support.once import once
from tests.support.run import Result, run

ROOT = Path(__file__).parents[2]
STORY = ROOT / "templates" / "demo"


class Played(NamedTuple):
    """A demo that was played: in which language, on which day, what it said, where it lies."""

    language: str
    today: date
    said: Result
    folder: Path


def load(name: str) -> Any:
    return yaml.load((STORY / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


ACTS = [act for chapter in load("story.yaml")["chapters"] for act in chapter["acts"]]
REFUSED = [act for act in ACTS if "refused" in act]


def git(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", *args], cwd=folder, capture_output=True, check=True, encoding="utf-8"
    ).stdout


@pytest.fixture(scope="module", params=["en", trial("zh", always=False)])
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp(request.param)
    today, said = once(play, folder, request.param)
    assert said.err == ""
    said = said._replace(out=said.out.replace("{folder}", str(folder)))
    yield Played(request.param, today, said, folder / "sfcheck-demo")
    choose("en")


def test_it_says_what_it_is_in_the_users_language(played: Played) -> None:
    choose(played.language)
    lines = played.said.out.splitlines()
    assert lines[0] == _("All persons, firms and townships in this demo are invented.")
    assert str(played.folder) in lines[1]
    assert _("The leaders answer for what was found") in lines
    assert _("Try next:") in lines


def test_one_action_is_one_commit_by_whom_it_was_done(played: Played) -> None:
    cast = load("cast.yaml")
    registries = len(cast["people"]) + len(["init", "officer"])
    done = [act for act in ACTS if "refused" not in act]
    logged = git(
        *(
            played.folder,
            "log",
            "--reverse",
            "--format=%an%x09%(trailers:key=Sfcheck-Action,valueonly)",
        )
    )
    lines = [line.split("\t") for line in logged.splitlines() if line]
    assert len(lines) == registries + len(done)
    assert [action for _who, action in lines[registries:]] == [act["do"] for act in done]
    names = {person["number"][-4:]: person["name"] for person in cast["people"]}
    names["0001"] = cast["steward"]
    assert [who for who, _action in lines[registries:]] == [names[act["by"]] for act in done]
    assert length() == registries + len(ACTS)


def test_it_plays_in_order_in_the_weeks_before_today(played: Played) -> None:
    stamps = [
        int(stamp) for stamp in git(played.folder, "log", "--reverse", "--format=%at").split()
    ]
    assert stamps == sorted(stamps)
    days = [date.fromtimestamp(stamp) for stamp in (stamps[0], stamps[-1])]
    assert played.today - timedelta(days=35) < days[0]
    assert days[1] < played.today


def test_what_is_not_lawful_is_refused_and_shown(played: Played) -> None:
    codes = {act["refused"] for act in REFUSED}
    assert codes >= {"no-look-back", "wrong-hand", "same-hand", "unconfirmed", "round-held"}
    choose(played.language)
    begins = _("Refused: {message}").partition("{")[0]
    shown = [line for line in played.said.out.splitlines() if line.startswith(f"    {begins}")]
    assert len(shown) == len(REFUSED) == 10


def test_a_likely_duplicate_is_warned_of(played: Played) -> None:
    if played.language == "en":  # in 2024 the policy had no threshold yet
        assert played.said.out.count("Likely on the list already") == 1


@pytest.mark.thorough
def test_the_ledger_it_leaves_is_whole(played: Played) -> None:
    checked = run("validate", cwd=played.folder)
    assert checked.status == 0, checked.out
    assert json.loads(run("validate", "--json", cwd=played.folder).out)["findings"] == []
    left = git(played.folder, "status", "--porcelain").split("\n")
    year, issued = ((played.today - timedelta(days=days)).year for days in (30, 1))
    lists = [
        f"?? handover-{place}-001-0002.{kind}"
        for place in ("640100", "64ND01")
        for kind in ("docx", "md")
    ]
    assert left == [
        f"?? bulletin-{issued}-001-0001.docx",
        *lists,
        f"?? referral-{issued}-001-0001.docx",
        f"?? round-{year}-1.md",
        "",
    ]
    assert git(played.folder, "config", "--local", "user.email").strip().endswith(".invalid")


@pytest.mark.thorough
def test_its_report_has_the_figures_of_a_recount(played: Played) -> None:
    with time_machine.travel(datetime.combine(played.today, datetime.min.time()).astimezone()):
        number = played.folder.joinpath("rounds").glob("*-1.yaml").__next__().stem
        words = ("report", "round", number)
        figures = json.loads(run(*words, "--json", cwd=played.folder).out)["figures"]
        document = run(*words, "--format", "md", cwd=played.folder, language=played.language)
    handed = lists_of(played.folder)
    agree(figures, recount(texts_of(played.folder), figures["round"], played.today, handed))
    written = played.folder / f"round-{figures['round']}.md"
    assert written.read_bytes().decode() == document.out
    states = {part["key"] for part in figures["by_status"] if part["count"]}
    assert states == {"confirmed", "rectifying", "submitted", "closed", "voided"}
    assert figures["handed_on"] == 9
    assert figures["look_backs_failed"] == 1
    assert figures["overdue"] == 2


@pytest.mark.thorough
def test_the_second_round_goes_on_with_the_list_of_the_first(played: Played) -> None:
    first, second = sorted(path.stem for path in (played.folder / "rounds").glob("*.yaml"))
    rows = json.loads(run("handover", "--json", cwd=played.folder).out)["places"]
    assert {row["holder"] for row in rows} == {f"{second}/T1", f"{second}/T2"}
    listed = [yaml.load(text, Loader=yaml.BaseLoader) for text in lists_of(played.folder)]
    handed = {line["number"] for given in listed for line in given.get("issues", ())}
    taken = json.loads(run("report", "round", second, "--json", cwd=played.folder).out)["figures"]
    assert (taken["found"], taken["looked_back"], taken["taken_over"]) == (0, 1, len(handed))
    closed = [
        record["number"]
        for record in (yaml.load(t, Loader=yaml.BaseLoader) for t in texts_of(played.folder))
        if record["status"] == "closed" and record["number"] in handed
    ]
    assert len(closed) == 1
    rounds = json.loads(run("round", "show", first, "--json", cwd=played.folder).out)
    assert rounds["round"]["closed"]


@pytest.mark.thorough
def test_what_it_says_to_try_next_works(played: Played) -> None:
    choose(played.language)
    lines = played.said.out.splitlines()
    commands = lines[lines.index(_("Try next:")) + 1 :]
    assert len(commands) == 5
    for command in commands:
        words = command.split()
        assert words[:2] == ["sfcheck", "-L"]
        done = run("-L", played.folder, *words[3:], cwd=played.folder.parent)
        assert done.status == 0, done
        assert done.out or (played.folder.parent / "dashboard.html").is_file()


def test_everybody_and_every_firm_is_said_to_be_invented(played: Played) -> None:
    for path in (played.folder / "people").glob("*.yaml"):
        person = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert person["name"].endswith(("（化名）", "（虚构）"))
        assert person["id"] == "0001" or person["invented"] == "true"
    for text in texts_of(played.folder):
        record = yaml.load(text, Loader=yaml.BaseLoader)
        assert record["unit"]["name"].endswith("（虚构）")
        papers = [event["paper"] for event in record["events"] if "paper" in event]
        assert all(paper["signed_by"].endswith("（化名）") for paper in papers)


def test_nothing_that_exists_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / "sfcheck-demo"
    there.mkdir()
    (there / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "sfcheck-demo-2").write_text("a file", encoding="utf-8")
    for given in ("sfcheck-demo", "sfcheck-demo-2"):
        refused = run("demo", given, cwd=tmp_path)
        assert (refused.status, refused.out) == (2, "")
        assert given in refused.err
    monkeypatch.chdir(tmp_path)
    assert new_folder() == (tmp_path / "sfcheck-demo-3").resolve()
    assert [path.name for path in there.iterdir()] == ["mine.txt"]


def test_the_sample_ledger_is_the_demo_on_a_fixed_day() -> None:
    sample = ROOT / "ledgers" / "sample"
    assert run("-L", sample, "validate", cwd=ROOT).status == 0
    assert len(texts_of(sample)) == sum(
        len(act["issues"]) for act in ACTS if act["do"] == "register"
    )
    assert not list(sample.rglob(".git"))
    assert "虚构" in (sample / "README.md").read_text(encoding="utf-8")
