"""`sync`: two clones become one ledger, and nothing that either has is lost."""

import json
from pathlib import Path

import pytest

from tests.support.clones import Clones, commit_by_hand, refused_whole, two_clones
from tests.support.office import LEADER, MEMBER, OFFICER
from tests.support.trials import git


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    return two_clones(tmp_path)


def notes(clones: Clones) -> list[str]:
    """Return the notes of the first issue, as the first clone has them."""
    return [e["text"] for e in clones.one.issue(clones.number)["events"] if e["do"] == "note"]


def test_both_note_the_same_issue(clones: Clones):
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    clones.other.done("note", clones.number, "--text", "乙", by=MEMBER)
    clones.one.done("sync")
    said = clones.other.done("sync")
    assert "Events that came: 1; that went: 1. Records merged: 1." in said.out
    clones.together()
    assert sorted(notes(clones)) == ["乙", "甲"]
    assert "Sfcheck-Action: sync" in git(clones.other.root, "log", "-1", "--merges", "--format=%B")


def test_the_second_of_two_steps_that_exclude_each_other_waits_for_a_ruling(clones: Clones):
    for n, office in enumerate((clones.one, clones.other)):
        office.done(
            *("amend", clones.number, "--field", "title", "--new", f"题目{n}", "--why", "更正"),
            by=MEMBER,
        )
    clones.one.done("sync")
    said = json.loads(clones.other.done("sync", "--json").out)
    assert said["waiting"] == [clones.number]
    assert said["merged"] == [str(clones.record(clones.other).relative_to(clones.other.root))]
    clones.one.done("sync")
    record = clones.one.issue(clones.number)
    assert len(record["pending"]) == 1
    assert git(clones.one.root, "rev-parse", "HEAD") == git(clones.other.root, "rev-parse", "HEAD")


def test_what_each_made_is_in_both(clones: Clones):
    for office, person in ((clones.one, "辛（化名）"), (clones.other, "壬（化名）")):
        office.done("person", "add", "--name", person, "--body", "inspection-office", by=OFFICER)
        office.found(title=f"{person}发现的问题")
    clones.together()
    people = [path.stem for path in (clones.one.root / "people").glob("*.yaml")]
    assert {"001-0007", "002-0007"} <= set(people) or len(people) == 8
    assert len(clones.numbers()) == 6


def test_a_registry_edited_on_both_sides_keeps_its_comments(clones: Clones):
    def edit(office, before: str, after: str) -> None:
        file = office.root / "bodies.yaml"
        text = file.read_text(encoding="utf-8")
        assert before in text
        new = text.replace(before, after, 1)
        commit_by_hand(office, lambda: file.write_text(new, encoding="utf-8", newline=""))

    edit(clones.one, "- {id: commerce", "# 商务厅的说明\n- {id: commerce")
    clones.one.done("body", "end", "commerce", "--until", "2026-08-01", by=OFFICER)
    edit(clones.other, "short: 教育厅", "short: 教厅")
    clones.together()
    text = (clones.one.root / "bodies.yaml").read_text(encoding="utf-8")
    assert "# 商务厅的说明" in text
    assert "until: 2026-08-01" in text
    assert "short: 教厅" in text


def test_one_field_changed_to_two_values_is_asked(clones: Clones):
    def rename(office, name: str) -> None:
        file = office.root / "bodies.yaml"
        text = file.read_text(encoding="utf-8").replace("short: 教育厅", f"short: {name}")
        commit_by_hand(office, lambda: file.write_text(text, encoding="utf-8", newline=""))

    rename(clones.one, "甲名")
    rename(clones.other, "乙名")
    clones.one.done("sync")
    said = refused_whole(clones.other, 5, "sync")
    assert "bodies.yaml bodies[education].short: here 乙名, there 甲名" in said
    assert "--keep" in said
    clones.other.done("sync", "--keep", "there")
    clones.together()
    assert "short: 甲名" in (clones.one.root / "bodies.yaml").read_text(encoding="utf-8")
    assert "Sfcheck-Kept: bodies.yaml" in git(clones.one.root, "log", "--format=%B")


def test_a_pull_that_stopped_is_finished(clones: Clones):
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    clones.one.done("sync")
    clones.other.done("note", clones.number, "--text", "乙", by=LEADER)
    with pytest.raises(Exception, match="pull"):
        git(clones.other.root, "pull", "-q", "--no-rebase")
    said = clones.other.done("sync")
    assert "stopped half way" in said.err
    clones.together()
    assert sorted(notes(clones)) == ["乙", "甲"]


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_what_a_merge_by_hand_lost_is_brought_back(clones: Clones, side: str):
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    clones.one.done("sync")
    clones.other.done("note", clones.number, "--text", "乙", by=LEADER)
    git(clones.other.root, "fetch", "-q")
    with pytest.raises(Exception, match="merge"):
        git(clones.other.root, "merge", "-q", "origin/main")
    git(clones.other.root, "checkout", f"--{side}", "--", "issues")
    git(clones.other.root, "add", "-A")
    git(clones.other.root, "commit", "-q", "-m", "settled by hand")
    assert "SF601" in clones.other("validate").out
    said = clones.other.done("sync")
    assert f"{clones.number}.yaml" in said.out
    clones.together()
    assert sorted(notes(clones)) == ["乙", "甲"]


def test_a_stick_between_two_clones_without_a_network(clones: Clones, tmp_path: Path):
    stick = tmp_path / "stick"
    stick.mkdir()
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    clones.other.done("note", clones.number, "--text", "乙", by=LEADER)
    for office in (clones.one, clones.other, clones.one):
        office.done("sync", stick)
    assert sorted(notes(clones)) == ["乙", "甲"]
    assert git(clones.one.root, "rev-parse", "HEAD") == git(clones.other.root, "rev-parse", "HEAD")


def test_a_bundle_is_read(clones: Clones, tmp_path: Path):
    clones.other.done("note", clones.number, "--text", "乙", by=LEADER)
    git(clones.other.root, "bundle", "create", "-q", str(tmp_path / "b.bundle"), "main")
    said = clones.one.done("sync", tmp_path / "b.bundle")
    assert "nothing was sent" in said.out
    assert notes(clones) == ["乙"]


def test_a_dry_run_changes_nothing(clones: Clones):
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    clones.one.done("sync")
    clones.other.done("note", clones.number, "--text", "乙", by=LEADER)
    head = git(clones.other.root, "rev-parse", "HEAD")
    said = clones.other.done("sync", "--dry-run")
    assert "Events that came: 1; that went: 1" in said.out
    assert git(clones.other.root, "rev-parse", "HEAD") == head
    assert git(clones.other.root, "status", "--porcelain") == ""


def test_a_record_that_one_side_removed_is_brought_back(clones: Clones):
    record = clones.record(clones.other)
    commit_by_hand(clones.other, record.unlink)
    git(clones.other.root, "push", "-q", "origin", "main")
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    said = clones.one.done("sync")
    assert f"{clones.number}.yaml" in said.out
    clones.together()
    assert notes(clones) == ["甲"]


def test_a_record_bent_by_hand_is_not_taken(clones: Clones):
    record = clones.record(clones.other)
    text = record.read_text(encoding="utf-8").replace("第0条", "别的事")
    commit_by_hand(clones.other, lambda: record.write_text(text, encoding="utf-8", newline=""))
    git(clones.other.root, "push", "-q", "origin", "main")
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    said = refused_whole(clones.one, 5, "sync")
    assert "changed by hand there" in said


def test_an_edit_that_is_not_committed_is_not_written_over(clones: Clones):
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    clones.one.done("sync")
    clones.record(clones.other).write_text("an edit", encoding="utf-8")
    assert "an edit" not in refused_whole(clones.other, 4, "sync")


def test_without_a_remote_it_says_how_to_name_one(clones: Clones):
    git(clones.one.root, "remote", "remove", "origin")
    assert "git remote add" in refused_whole(clones.one, 2, "sync")


def test_another_ledger_is_not_merged(clones: Clones, tmp_path: Path):
    git(tmp_path, "init", "-q", "-b", "main", "alien")
    git(tmp_path / "alien", "commit", "-q", "--allow-empty", "-m", "x")
    assert "nothing in common" in refused_whole(clones.one, 4, "sync", tmp_path / "alien")


def test_apart_together_and_on_to_the_next_holder(clones: Clones):
    """Both work on the same issues, sync, and the place goes on with all of them."""
    for number in clones.numbers():
        clones.one.done("confirm", number, "--true-and-accurate", by=LEADER)
        clones.other.done("note", number, "--text", "乙", by=MEMBER)
    clones.one.done("handover", "withdraw", "640100", "--reason", "重开", by=OFFICER)
    clones.together()
    clones.other.done("handover", "offer", "640100", "--to", "2026-1/T1", by=OFFICER)
    clones.one.done("note", clones.number, "--text", "甲", by=LEADER)
    clones.together()
    clones.one.done("handover", "receive", "640100", by=LEADER)
    clones.together()
    shown = json.loads(clones.other.done("handover", "show", "640100", "--json").out)["handover"]
    assert [line["number"] for line in shown["issues"]] == clones.numbers()
    assert notes(clones) == ["乙", "甲"]


def test_an_offer_withdrawn_here_and_received_there(clones: Clones):
    """Of two steps taken at once the receipt stands; the other is kept, without effect."""
    for number in clones.numbers():
        clones.one.done("confirm", number, "--true-and-accurate", by=LEADER)
    clones.one.done("handover", "withdraw", "640100", "--reason", "重开", by=OFFICER)
    clones.one.done("handover", "offer", "640100", "--to", "2026-1/T1", by=OFFICER)
    clones.together()
    clones.one.done("handover", "withdraw", "640100", "--reason", "改日", by=OFFICER)
    clones.other.done("handover", "receive", "640100", by=LEADER)
    clones.together()
    shown = json.loads(clones.one.done("handover", "show", "640100", "--json").out)["handover"]
    assert [event["do"] for event in shown["events"]] == ["offer", "receive"]
    assert [event["reason"] for event in shown["aside"]] == ["改日"]
