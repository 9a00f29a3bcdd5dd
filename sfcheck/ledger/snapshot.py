"""A ledger as one commit has it, read from git whatever lies in the work tree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.repository import FoundObject, Repository
from sfcheck.ledger.records import Folder


@dataclass(frozen=True)
class Snapshot(Folder):
    """The ledger of the folder `root` in a `commit`; `prefix` is that folder from the top.

    Its registries, handovers and issues are read as any ledger's; the index knows nothing of it.
    """

    repository: Repository
    commit: str
    prefix: str
    ask: Callable[[str], FoundObject | None]

    def _blob(self, path: str) -> bytes | None:
        found = self.ask(f"{self.commit}:{self.prefix}{path}")
        return found.data if found and found.kind == "blob" else None

    def read(self, path: str) -> bytes:
        """Return the bytes of a file as the commit has it; raises `Refused` (`no-such-file`)."""
        data = self._blob(path)
        if data is None:
            raise Refused("no-such-file", path=path)
        return data

    def exists(self, path: str) -> bool:
        """Whether the commit has a file at `path`."""
        return self._blob(path) is not None

    def paths(self, folder: str) -> list[str]:
        """Return the YAML files below `folder`, in order of their names."""
        listed = git.list_tree(self.repository, self.commit, self.prefix + folder)
        names = (path.removeprefix(self.prefix) for path, _blob in listed)
        return sorted(name for name in names if name.endswith(".yaml"))


@contextmanager
def at_commit(root: Path, commit: str) -> Iterator[Snapshot]:
    """Yield the ledger of the folder `root` as `commit` has it; one git process reads it all.

    Raises `Refused` (`no-such-file`) where this clone does not have the commit, or no ledger in it.
    """
    repository = git.open_repository(root)
    prefix = repository.prefix(root.resolve())
    with git.reading(repository) as ask:
        yield Snapshot(root, repository, commit, prefix, ask)
