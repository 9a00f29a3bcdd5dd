"""Git, run as a program: the repository, its settings, its objects.

Every process gets an environment of its own (`environment`), speaks English, and waits for the disk
before it reports success. What fails becomes `Refused` by one table (`failing`).
"""

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple, cast

from sfcheck.errors import Refused
from sfcheck.ledger.git.disarming import environment
from sfcheck.ledger.git.failing import failure
from sfcheck.ledger.git.program import NEW_GROUP, NEW_SESSION, find, program


class FoundObject(NamedTuple):
    """An object read from git: its id, its kind (`commit`, `tree`, `blob`, `tag`), its content."""

    id: str
    kind: str
    data: bytes


@dataclass(frozen=True)
class Repository:
    """A git repository with a work tree, by its absolute folders."""

    top: Path
    git_dir: Path
    """Of this work tree."""
    common_dir: Path
    """Shared by linked work trees: objects, branches, settings."""

    @property
    def journal(self) -> Path:
        """Where a refresh of this work tree that waits to be finished is noted (`refresh`)."""
        return self.git_dir / "sfcheck" / "refresh.json"

    @property
    def moving(self) -> Path:
        """Where it is noted which branch is about to be moved, and to which commit (`branch`)."""
        return self.git_dir / "sfcheck" / "moving"

    def prefix(self, folder: Path) -> str:
        """Return the path of a folder from the top, ending in `/`; `""` for the top itself."""
        relative = folder.relative_to(self.top).as_posix()
        return "" if relative == "." else f"{relative}/"

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """Git's configuration as it was when first asked: one git process, the last value wins."""
        listed = run(self.top, "config", "--list", "-z").decode(errors="replace")
        pairs = (line.partition("\n") for line in listed.split("\0") if line)
        return {name: value if separator else "true" for name, separator, value in pairs}

    def is_set(self, name: str, default: str = "false") -> bool:
        """Whether a yes-or-no setting is on; `name` in lower case."""
        return self.settings.get(name, default).lower() in ("true", "yes", "on", "1")

    @property
    def algorithm(self) -> str:
        """The hash its ids are made with: `sha1` or `sha256`."""
        return self.settings.get("extensions.objectformat", "sha1")


def run(
    where: Path,
    *arguments: str,
    stdin: bytes = b"",
    ok: Sequence[int] = (0,),
    variables: Mapping[str, str] | None = None,
) -> bytes:
    """Run git in the folder `where` and return what it printed.

    `ok` are the exit statuses that are no failure. Raises `Refused`: `git-missing`, one of
    `FAILURES`, or `git-failed`; OSError where the input cannot be laid down.
    """
    with running(where, *arguments, stdin=stdin, ok=ok, variables=variables) as printed:
        return printed()


@contextmanager
def running(
    where: Path,
    *arguments: str,
    stdin: bytes = b"",
    ok: Sequence[int] = (0,),
    variables: Mapping[str, str] | None = None,
) -> Iterator[Callable[[], bytes]]:
    """Run git as `run` does while the block goes on; yield what waits for it.

    The function returns what git printed and raises what `run` raises. Git is at its end when the
    block is.
    """
    from tempfile import TemporaryFile

    with TemporaryFile() as given:
        # A file, not a pipe: git has all of its input even if this process is killed.
        given.write(stdin)
        given.seek(0)
        with _spawn(where, arguments, given, subprocess.PIPE, variables) as process:

            def printed() -> bytes:
                said, complaint = process.communicate()
                if process.returncode not in ok:
                    raise failure(where, arguments, process.returncode, complaint)
                return said

            yield printed


@dataclass
class Conversation:
    """A git process that is told things one by one and answers."""

    process: subprocess.Popen[bytes]
    stdin: IO[bytes]
    stdout: IO[bytes]
    failure: Callable[[], Refused]
    """Waits for the process to end; says why it did."""

    def say(self, words: bytes) -> None:
        """Tell git something; up to 4,096 bytes arrive whole or not at all, whoever is killed."""
        with suppress(OSError):  # git has gone: `hear` and `end` know why
            self.stdin.write(words)
            self.stdin.flush()

    def hear(self) -> bytes:
        """Return git's next line; raises `Refused` if there is none."""
        line = self.stdout.readline()
        if not line:
            raise self.failure()
        return line

    def close(self) -> None:
        """Say that this is all."""
        with suppress(OSError):
            self.stdin.close()

    def end(self) -> None:
        """Say that this is all, and wait; raises `Refused` if git failed."""
        self.close()
        if self.process.wait():
            raise self.failure()


@contextmanager
def conversation(
    where: Path, *arguments: str, variables: Mapping[str, str] | None = None
) -> Iterator[Conversation]:
    """Run git in the folder `where` to talk with it; it ends when the block does, or before.

    It may hold a lock: what ends this process (Ctrl-C, the end of its group) lets it hear no more
    and tidy up. Raises `Refused` as `run` does.
    """
    from tempfile import TemporaryFile

    with (
        TemporaryFile() as complaint,
        _spawn(where, arguments, subprocess.PIPE, complaint, variables, apart=True) as process,
    ):

        def ended() -> Refused:
            process.wait()
            complaint.seek(0)
            return failure(where, arguments, process.returncode, complaint.read())

        stdin, stdout = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        try:
            yield Conversation(process, stdin, stdout, ended)
        finally:
            with suppress(OSError):
                stdin.close()


def open_repository(path: Path) -> Repository:
    """Return the repository that holds the folder `path`, found by walking up as git does.

    No git process: git itself checks the folder (and whose it is) at the first thing asked of it.
    Raises `Refused`: `not-a-repository`, `bare-repository`, `git-missing`.
    """
    program()
    place = find(str(path.resolve()))
    if place is None:
        raise Refused("not-a-repository", path=path)
    top, git_dir, shared = map(Path, place)
    if not place[1]:
        raise Refused("bare-repository", path=top)
    return Repository(top, git_dir, shared)


def init_repository(path: Path) -> Repository:
    """Make a repository in the folder `path`; its branch is the user's default, or `main`."""
    path.mkdir(parents=True, exist_ok=True)
    configured = run(path, "config", "--get", "init.defaultBranch", ok=(0, 1))
    run(path, "init", "-q", *(() if configured else ("-b", "main")))
    return open_repository(path)


def configure(repository: Repository, name: str, value: str) -> None:
    """Set a setting of this repository, such as `commit.gpgsign`."""
    run(repository.top, "config", "--local", name, value)
    vars(repository).pop("settings", None)


def identity(where: Path) -> tuple[str, str]:
    """Return the name and the e-mail address of commits made in a folder; raises `no-identity`."""
    said = run(where, "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
    name, _, rest = said.decode(errors="replace").partition(" <")
    return name, rest.partition(">")[0]


@contextmanager
def reading(repository: Repository) -> Iterator[Callable[[str], FoundObject | None]]:
    """Yield a function that reads an object by id or ref, None where there is none."""
    with conversation(repository.top, "cat-file", "--batch") as asked:

        def read(name: str) -> FoundObject | None:
            asked.say(name.encode() + b"\n")
            return _object(asked.hear(), asked.stdout)

        yield read


def read_blobs(
    repository: Repository, revision: str, paths: Sequence[str]
) -> dict[str, bytes | None]:
    """Return the files at `paths` (from the top) as `revision` has them, None where it has none.

    One git process, however many paths; `""`, the revision before the first commit, has none.
    """
    if not revision:
        return dict.fromkeys(paths)
    names = "".join(f"{revision}:{path}\n" for path in paths)
    said = BytesIO(run(repository.top, "cat-file", "--batch", stdin=names.encode()))
    found = {path: _object(said.readline(), said) for path in paths}
    return {
        path: each.data if each and each.kind == "blob" else None for path, each in found.items()
    }


def list_tree(repository: Repository, revision: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and blob id of every file of `revision` below the folder `prefix`, in order."""
    below = ("--", prefix) if prefix else ()
    listed = run(repository.top, "ls-tree", "-r", "-z", "--full-tree", revision, *below)
    for line in listed.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        _mode, kind, blob = about.decode().split(" ")
        if kind == "blob":
            yield path.decode(errors="surrogateescape"), blob


def unmerged(repository: Repository, prefix: str) -> list[str]:
    """Return the paths below a folder (`prefix` ends in `/`) that wait to be merged, from there."""
    said = run(repository.top, "ls-files", "--unmerged", "-z", "--", prefix or ".")
    paths = {line.partition(b"\t")[2] for line in said.split(b"\0")[:-1]}
    return sorted(path.decode(errors="replace").removeprefix(prefix) for path in paths)


def _spawn(
    where: Path,
    arguments: Sequence[str],
    stdin: int | IO[bytes],
    stderr: int | IO[bytes],
    variables: Mapping[str, str] | None,
    *,
    apart: bool = False,
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [program(), *arguments],
            cwd=where,
            env={**environment(where), **(variables or {})},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=apart and NEW_SESSION,
            creationflags=NEW_GROUP if apart else 0,
        )
    except OSError as error:
        raise Refused("git-failed", command=arguments[0], said=f"{where}: {error}") from error


def _object(header: bytes, answers: IO[bytes]) -> FoundObject | None:
    """Read what `cat-file --batch` says of one object."""
    match = re.fullmatch(rb"([0-9a-f]+) (\w+) (\d+)\n", header)
    if match is None:  # "… missing", "… ambiguous"
        return None
    data = answers.read(int(match[3]))
    answers.readline()
    return FoundObject(match[1].decode(), match[2].decode(), data)
