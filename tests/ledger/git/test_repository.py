"""Running git, finding the repository, and reading from it, on real repositories."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sfcheck.errors import Refused
from sfcheck.ledger.git import branch
from sfcheck.ledger.git.repository import (
    Repository,
    configure,
    environment,
    identity,
    init_repository,
    list_tree,
    open_repository,
    read_blobs,
    run,
)

Make = Callable[..., Repository]


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert refused.value.message
    assert refused.value.remedy
    return refused.value.code


def test_opened_from_any_folder_below(make_repository: Make) -> None:
    made = make_repository(files={"区/issues/a.yaml": b"a\n"})
    opened = open_repository(made.top / "区" / "issues")
    assert opened == made
    said = run(made.top, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir")
    top, git_dir, _ = said.decode().splitlines()
    assert (opened.top, opened.git_dir) == (Path(top), Path(git_dir))
    assert opened.common_dir == opened.git_dir


def test_a_linked_work_tree_shares_the_common_folder(make_repository: Make, tmp_path: Path) -> None:
    made = make_repository(files={"a": b"a"})
    run(made.top, "worktree", "add", "-q", str(tmp_path / "second"))
    second = open_repository(tmp_path / "second")
    assert second.top == (tmp_path / "second").resolve()
    assert second.git_dir == made.git_dir / "worktrees" / "second"
    assert second.common_dir == made.git_dir
    assert branch.current(second) == "refs/heads/second"


def test_a_submodule_is_its_own_repository(make_repository: Make) -> None:
    inner = make_repository("inner", {"a": b"a"})
    outer = make_repository("outer", {"b": b"b"})
    allow = ("-c", "protocol.file.allow=always")
    run(outer.top, *allow, "submodule", "--quiet", "add", str(inner.top), "ledger")
    opened = open_repository(outer.top / "ledger")
    assert opened.top == outer.top / "ledger"
    assert opened.git_dir == outer.git_dir / "modules" / "ledger"
    assert branch.head(opened) == branch.head(inner)


def test_an_empty_git_folder_does_not_hide_the_repository_above(make_repository: Make) -> None:
    made = make_repository(files={"a/b": b""})
    (made.top / "a" / ".git").mkdir()
    assert open_repository(made.top / "a").top == made.top


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_repository(tmp_path)
    assert code_of(refused) == "not-a-repository"


def test_a_bare_repository(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "--bare")
    with pytest.raises(Refused) as refused:
        open_repository(tmp_path)
    assert code_of(refused) == "bare-repository"


def test_git_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused) as refused:
        open_repository(tmp_path)
    assert code_of(refused) == "git-missing"


def test_a_program_called_git_in_the_current_folder_is_never_run(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_repository(files={"a": b"a"})
    trap = made.top / ("git.exe" if os.name == "nt" else "git")
    trap.write_text("#!/bin/sh\ntouch trapped\n", encoding="utf-8")
    trap.chmod(0o755)
    monkeypatch.chdir(made.top)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", os.environ["PATH"]]))
    run(made.top, "status")
    assert not (made.top / "trapped").exists()


def test_the_repository_of_a_calling_hook_is_not_used(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_repository("other", {"a": b"other"})
    mine = make_repository("mine", {"a": b"mine"})
    monkeypatch.setenv("GIT_DIR", str(other.git_dir))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.top))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.git_dir / "index"))
    assert read_blobs(mine, "HEAD", ["a"]) == {"a": b"mine"}
    assert "GIT_DIR" not in environment()


@pytest.mark.parametrize(
    "name", ["GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_TRACE2_EVENT", "GIT_CONFIG_KEY_0"]
)
def test_what_the_user_set_for_git_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv(name, "kept")
    assert environment()[name] == "kept"


def test_what_git_says_is_told(make_repository: Make) -> None:
    with pytest.raises(Refused) as refused:
        run(make_repository().top, "rev-parse", "--verify", "no-such")
    assert code_of(refused) == "git-failed"
    assert "Needed a single revision" in str(refused.value)
    assert "rev-parse" in str(refused.value)


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        run(tmp_path / "gone", "status")
    assert code_of(refused) == "git-failed"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to chown")
def test_the_repository_of_another_user_is_not_trusted(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    for folder in (made.top, made.git_dir):
        os.chown(folder, 12345, 12345)
    with pytest.raises(Refused) as refused:
        branch.head(made)
    assert code_of(refused) == "not-trusted"


def test_blobs_are_read_exactly(make_repository: Make) -> None:
    files = {
        "空 格/甲.yaml": "一\r\n".encode(),
        "empty": b"",
        "nul": b"\0\n missing\n",
        "d/x": b"x",
    }
    made = make_repository(files=files)
    wanted = [*files, "d", "none", "nul"]
    assert read_blobs(made, "HEAD", wanted) == {**files, "d": None, "none": None}
    assert read_blobs(made, "", ["empty"]) == {"empty": None}


def test_a_replaced_object_is_not_believed(make_repository: Make) -> None:
    made = make_repository(files={"a": b"true", "b": b"false"})
    ids = dict(list_tree(made, "HEAD"))
    run(made.top, "replace", ids["a"], ids["b"])
    assert read_blobs(made, "HEAD", ["a"]) == {"a": b"true"}


def test_a_tree_is_listed_below_a_folder(make_repository: Make) -> None:
    made = make_repository(
        files={"issues/甲 乙.yaml": b"1", "issues/d/e": b"2", "issues-old": b"3"}
    )
    assert [path for path, _ in list_tree(made, "HEAD", "issues")] == [
        "issues/d/e",
        "issues/甲 乙.yaml",
    ]
    listed = dict(list_tree(made, "HEAD"))
    assert listed["issues-old"] == run(made.top, "rev-parse", "HEAD:issues-old").decode().strip()


def test_the_branch_and_its_commit(make_repository: Make) -> None:
    made = make_repository()
    assert branch.head(made) == ("refs/heads/main", "")
    run(made.top, "commit", "-q", "--allow-empty", "-m", "first")
    at = run(made.top, "rev-parse", "HEAD").decode().strip()
    assert branch.head(made) == ("refs/heads/main", at)
    run(made.top, "pack-refs", "--all")
    run(made.top, "switch", "-q", "-c", "督查/一")
    assert branch.head(made) == ("refs/heads/督查/一", at)
    run(made.top, "switch", "-q", "--detach")
    with pytest.raises(Refused) as refused:
        branch.head(made)
    assert code_of(refused) == "detached-head"


def test_a_branch_moves_only_from_where_it_was(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    ref, first = branch.head(made)
    tree = run(made.top, "rev-parse", "HEAD^{tree}").decode().strip()
    second, third = (
        run(made.top, "commit-tree", tree, "-p", first, "-m", m).decode().strip() for m in "23"
    )
    branch.move(made, ref, first, second, "register 甲")
    assert branch.settled(made, ref, second)
    assert not branch.settled(made, ref, first)
    with pytest.raises(Refused) as refused:
        branch.move(made, ref, first, third, "late")
    assert code_of(refused) == "ref-moved"
    with pytest.raises(Refused) as refused:
        branch.move(made, ref, "", third, "not the first")
    assert code_of(refused) == "ref-moved"
    assert branch.head(made) == (ref, second)
    assert "register 甲" in run(made.top, "reflog", "-1", "HEAD").decode()


def test_a_branch_that_another_git_holds_is_not_settled(make_repository: Make) -> None:
    made = make_repository(files={"a": b"a"})
    ref, first = branch.head(made)
    (made.git_dir / f"{ref}.lock").touch()
    assert not branch.settled(made, ref, first)
    with pytest.raises(Refused) as refused:
        branch.move(made, ref, first, first, "held")
    assert code_of(refused) == "ref-locked"


def test_a_new_repository_has_the_users_default_branch_or_main(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert branch.current(init_repository(tmp_path / "a")) == "refs/heads/main"
    settings = tmp_path / "settings"
    settings.write_text("[init]\n\tdefaultBranch = trunk\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert branch.current(init_repository(tmp_path / "b")) == "refs/heads/trunk"
    settings.write_text("", encoding="utf-8")
    assert branch.current(init_repository(tmp_path / "c")) == "refs/heads/main"
    assert not (tmp_path / "elsewhere").exists()


def test_settings_are_read_as_git_reads_them(make_repository: Make) -> None:
    made = make_repository()
    with (made.git_dir / "config").open("a", encoding="utf-8") as file:
        file.write("[commit]\n\tgpgSign\n[user]\n\tnote = a\\nb\n\tnote = last\n")
    assert made.is_set("commit.gpgsign")
    assert made.settings["user.note"] == "last"
    configure(made, "commit.gpgSign", "off")
    assert not made.is_set("commit.gpgsign")
    assert made.algorithm == "sha1"


def test_the_identity_is_one_that_was_given(
    make_repository: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_repository()
    assert identity(made.top) == ("林青", "lin.qing@example.invalid")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "安然")
    assert identity(made.top)[0] == "安然"
    monkeypatch.delenv("GIT_AUTHOR_NAME")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    with pytest.raises(Refused) as refused:
        identity(made.top)
    assert code_of(refused) == "no-identity"
