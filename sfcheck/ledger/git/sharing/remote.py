"""The remote a clone came from: chosen, asked, fetched from and pushed to by GitPython.

GitPython starts git in the environment of this process, to which it can add but from which it can
take nothing away. So while it is at work this process has git's own environment (`program`), with
all that keeps a clone's settings and hooks from running anything.
"""

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sfcheck.errors import Refused
from sfcheck.ledger.git.disarming import environment
from sfcheck.ledger.git.program import program
from sfcheck.ledger.git.repository import Repository, list_tree, run

if TYPE_CHECKING:
    import git

FETCHED_BY, PUSHED_BY = "git-upload-pack", "git-receive-pack"
"""What runs at the other end: of two settings git believes the first, which is the clone's."""

Told = Callable[[int, int], None]
"""Is told how much of the present part of the work is done, and of how much (0: not known)."""


@dataclass(frozen=True)
class Remote:
    """A remote that can be asked while the block of `opened` lasts.

    What it is asked raises `Refused` (`remote-unreachable`) where it does not answer.
    """

    repository: Repository
    at: "git.Remote"

    def references(self, prefix: str) -> dict[str, str]:
        """Return what the remote's references that begin with `prefix` point to, without it."""
        with _answering():
            asked = (f"--upload-pack={FETCHED_BY}", "--", self.at.name, f"{prefix}*")
            listed = str(self.at.repo.git.execute([program(), "ls-remote", *asked]))
        rows = (line.split("\t") for line in listed.splitlines())
        return {name.removeprefix(prefix): commit for commit, name in rows}

    def fetch(self, told: Told) -> None:
        """Bring the remote's branches up to date here, whatever else the settings would fetch."""
        branches = f"+refs/heads/*:{self._branches}*"
        with _answering():
            self.at.fetch(
                [branches],
                _meter(told),
                no_tags=True,
                refmap="",
                upload_pack=FETCHED_BY,
                allow_unsafe_options=True,
            )

    def files(self, folder: str) -> set[str]:
        """Return the paths of the files that any branch fetched has below a folder of the top."""
        named = str(self.at.repo.git.for_each_ref("--format=%(refname)", self._branches))
        branches = named.splitlines()
        return {path for each in branches for path, _ in list_tree(self.repository, each, folder)}

    def claim(self, reference: str, commit: str, before: str) -> bool:
        """Let a reference of the remote point to `commit`; False where it no longer is at `before`.

        The remote decides: of two that claim at once, one is refused. `""` is before there is any.
        """
        asked = ("--porcelain", "--no-verify", f"--receive-pack={PUSHED_BY}")
        lease = f"--force-with-lease={reference}:{before}"
        words = [program(), "push", *asked, lease, "--", self.at.name, f"{commit}:{reference}"]
        try:
            with _answering():
                self.at.repo.git.execute(words)
        except Refused:
            if self.references(reference).get("", "") == before:
                raise
            return False
        return True

    @property
    def _branches(self) -> str:
        return f"refs/remotes/{self.at.name}/"


@contextmanager
def opened(repository: Repository) -> Iterator[Remote | None]:
    """Yield the remote that the branch follows, else `origin`, else the first; None without any."""
    before = dict(os.environ)
    told = environment(repository.top)
    _become({**told, "GIT_DIR": str(repository.git_dir), "GIT_PYTHON_GIT_EXECUTABLE": program()})
    try:
        from git import Repo

        logging.getLogger("git").setLevel(logging.CRITICAL)  # what goes wrong is raised, too
        with Repo(repository.top) as repo:
            found = _chosen(repo)
            yield Remote(repository, found) if found else None
    finally:
        _become(before)


def _become(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


def _chosen(repo: "git.Repo") -> "git.Remote | None":
    followed = ""
    if not repo.head.is_detached:
        section = f'branch "{repo.active_branch.name}"'
        followed = str(repo.config_reader("repository").get_value(section, "remote", ""))
    known = {remote.name: remote for remote in repo.remotes}
    return known.get(followed) or known.get("origin") or next(iter(known.values()), None)


def _meter(told: Told) -> "git.RemoteProgress":
    from git import RemoteProgress

    class Meter(RemoteProgress):
        """Passes on what git says of its progress."""

        def update(
            self,
            op_code: int,
            cur_count: str | float,
            max_count: str | float | None = None,
            message: str = "",
        ) -> None:
            """Tell how much is done."""
            told(int(cur_count or 0), int(max_count or 0))

    return Meter()


@contextmanager
def _answering() -> Iterator[None]:
    from git import GitCommandError

    try:
        yield
    except GitCommandError as error:
        said = re.search(r"fatal: .*|error: .*", str(error.stderr))
        raise Refused("remote-unreachable", said=said[0] if said else error) from error


def bring(repository: Repository, place: Path, ref: str) -> str:
    """Fetch one branch from a folder or a bundle; return where it is there, `""` if nowhere.

    Raises `Refused` (`remote-unreachable`).
    """
    kept = f"refs/sfcheck/from/{ref.removeprefix('refs/heads/')}"
    try:
        there = (f"--upload-pack={FETCHED_BY}", "--", str(place))
        if not run(repository.top, "ls-remote", *there, ref).strip():
            return ""
        asked = ("-q", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no")
        settings = ("-c", "fetch.fsckObjects=true")
        run(repository.top, *settings, "fetch", *asked, *there, f"+{ref}:{kept}")
        return run(repository.top, "rev-parse", kept).decode().strip()
    except Refused as refusal:
        raise Refused("remote-unreachable", said=refusal.facts.get("said", refusal)) from refusal


def give(repository: Repository, place: Path, ref: str, commit: str) -> bool:
    """Let a branch of a folder move forward to `commit`; False where it has gone elsewhere."""
    asked = ("push", "-q", "--no-verify", f"--receive-pack={PUSHED_BY}", "--", str(place))
    try:
        run(repository.top, *asked, f"{commit}:{ref}")
    except Refused as refusal:
        if "rejected" in str(refusal.facts.get("said", "")):
            return False
        raise Refused("remote-unreachable", said=refusal.facts.get("said", refusal)) from refusal
    return True
