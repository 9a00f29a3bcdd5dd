"""The registries as far as they can be read: what is broken is left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sfcheck.checks.seen.reading import FILES, File
from sfcheck.domain.base.misfits import salvage
from sfcheck.ledger.records import Folder, M


@dataclass(frozen=True)
class Salvaged(Folder):
    """A folder whose `files` were read already, broken ones too, by path."""

    files: Mapping[str, File]

    def load(self, model: type[M], path: str) -> M:
        """Return the record at `path` without what does not fit; raises `Refused` if it is lost."""
        return self._left(model, path) or super().load(model, path)

    def _left(self, model: type[M], path: str) -> M | None:
        file = self.files.get(path)
        if file is None or file.problems:
            return None
        return file.record if isinstance(file.record, model) else salvage(model, file.fields)

    def is_lost(self, path: str) -> bool:
        """Whether the file at `path` says nothing that can be used."""
        kind = self.files[path].kind
        return kind is None or self._left(kind.model, path) is None

    def exists(self, path: str) -> bool:
        """Whether a file is meant to be at `path`: nothing stands for one that every ledger has."""
        return path in FILES or super().exists(path)

    def paths(self, folder: str) -> list[str]:
        """Return the files of a folder with a record left; one in another's place is left out."""
        return [path for path in self.files if path.startswith(f"{folder}/") and self._fits(path)]

    def _fits(self, path: str) -> bool:
        kind = self.files[path].kind
        record = self._left(kind.model, path) if kind else None
        return bool(kind and record and kind.path_of(record) == path)
