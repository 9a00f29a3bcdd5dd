"""What a merge comes to, and the ledger that both sides make while it is worked out."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from sfcheck.errors import Refused
from sfcheck.history.merge.entries import Clash
from sfcheck.ledger.git.objects import TreeEntry
from sfcheck.ledger.records import Folder


@dataclass
class Merged:
    """What becomes of our side: what to write, and what is to be told of it.

    `stored` are files that git has already, `fresh` new ones, `gone` those to be removed. `came`
    and `went` count the events that only one side had; `merged` are the records both went on with,
    `waiting` the issues that wait for a ruling since, `restored` the records a side had lost.
    """

    stored: dict[str, TreeEntry] = field(default_factory=dict)
    fresh: dict[str, bytes] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    clashes: list[Clash] = field(default_factory=list)
    came: int = 0
    went: int = 0
    records: int = 0
    merged: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Together(Folder):
    """A ledger as both sides make it, read from git and from what was worked out."""

    look: Callable[[str], bytes | None]
    below: Callable[[str], Iterable[str]]
    others: Callable[[str], Collection[str]]

    def read(self, path: str) -> bytes:
        """Return the bytes of a file."""
        data = self.look(path)
        if data is None:
            raise Refused("unreadable-file", path=path, problem="–")
        return data

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return self.look(path) is not None

    def paths(self, folder: str) -> list[str]:
        """Return the YAML files below `folder`, in order of their names."""
        return sorted(path for path in self.below(folder) if path.endswith(".yaml"))

    def duplicates_of(self, number: str) -> Collection[str]:
        """Return the issues voided as duplicates of `number`, on either side."""
        return self.others(number)
