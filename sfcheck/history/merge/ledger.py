"""Two commits of a repository made one state: every file by the rule of its kind (docs/sync.md).

Nothing is written: what is worked out here is given to one commit. Registries come first, since the
issues are folded again by what they say together.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sfcheck.domain.base.records import dump
from sfcheck.domain.issues.folding import opening
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.procedure.record import Proceeding
from sfcheck.domain.world.custody import Handover
from sfcheck.errors import Refused
from sfcheck.history.merge import chains, issues
from sfcheck.history.merge.entries import Clash
from sfcheck.history.merge.kinds import is_whole, model_of, names_of, voided
from sfcheck.history.merge.outcome import Merged, Together
from sfcheck.history.merge.registries import REGISTRIES, registry
from sfcheck.history.merge.sides import Differing, Read, differing, parted
from sfcheck.language import N_, _
from sfcheck.ledger.files import canonical, layout, worktree
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.git.objects import NOTHING, TreeEntry
from sfcheck.ledger.git.repository import Repository
from sfcheck.ledger.records import decode

Decide = Callable[[Clash], bool]
"""Is told of a clash, ours first; returns whether theirs is kept."""

_SIDES = {False: N_("here"), True: N_("there")}
_EVIDENCE = f"{layout.EVIDENCE}/"


class _Version(NamedTuple):
    """A record as some side has it."""

    entry: TreeEntry
    data: bytes
    record: Any


def merge(
    repository: Repository,
    ours: str,
    theirs: str,
    *,
    decide: Decide | None = None,
    witnesses: Mapping[str, Sequence[str]] | None = None,
    duplicates_of: Callable[[str, str], Collection[str]] = lambda prefix, number: (),
) -> Merged:
    """Return what our side becomes with theirs; clashes are listed unless `decide` settles them.

    `witnesses` are further commits whose version of a path counts: they have what a merge by hand
    lost. `duplicates_of` tells, below a folder of the top, the issues that stand behind a number.
    Raises `Refused`: `unrelated`, `unlawful-side`, `foreign-entry`, `path-outside`,
    `not-all-there`.
    """
    bases = parted(repository, ours, theirs)
    if not bases:
        raise Refused("unrelated", commit=theirs[:10])
    found = {each.path: each for each in differing(repository, ours, theirs, bases)}
    with git.reading(repository) as read:
        for path in witnesses or ():
            if path not in found:
                mine = _entry(repository, ours, path)
                found[path] = Differing(path, mine, mine, ())
        work = _Work(repository, ours, read, decide, witnesses or {}, duplicates_of)
        work.sort(found.values())
        work.registries()
        work.records()
        work.issues()
        work.reconcile()
    return work.done


def _entry(repository: Repository, commit: str, path: str) -> TreeEntry:
    said = git.run(repository.top, "ls-tree", "-z", "--full-tree", commit, "--", path).decode()
    if not said:
        return NOTHING
    mode, _kind, blob = said.partition("\t")[0].split(" ")
    return TreeEntry(mode, blob)


class _Work:
    """One merge while it is worked out."""

    def __init__(
        self,
        repository: Repository,
        ours: str,
        read: Read,
        decide: Decide | None,
        witnesses: Mapping[str, Sequence[str]],
        duplicates_of: Callable[[str, str], Collection[str]],
    ) -> None:
        self.repository, self.ours, self.read = repository, ours, read
        self.decide, self.witnesses, self.duplicates_of = decide, witnesses, duplicates_of
        self.done = Merged()
        self.known: dict[str, Differing] = {}
        self.kinds: dict[str, tuple[str, str, Any]] = {}
        self.events: dict[str, set[str]] = {}
        self.void: dict[str, set[str]] = {}

    def sort(self, found: Iterable[Differing]) -> None:
        """Tell the kind of each path; raises `Refused` for what no clone of ours ever commits."""
        self.known = {each.path: each for each in found}
        said = git.run(self.repository.top, "ls-files", "-z", "--", f":(glob)**/{layout.CHARTER}")
        charters = {*said.decode(errors="surrogateescape").split("\0"), *self.known}
        ledgers = {
            path.removesuffix(layout.CHARTER)
            for path in charters
            if path.rpartition("/")[2] == layout.CHARTER
        }
        for path, each in self.known.items():
            if each.theirs != NOTHING:
                worktree.check_path(path)
            if not each.sound:
                raise Refused("foreign-entry", path=path, mode=each.theirs.mode or each.ours.mode)
            within = [prefix for prefix in ledgers if path.startswith(prefix)]
            prefix = max(within, key=len, default=None)
            inside = path.removeprefix(prefix) if prefix is not None else ""
            self.kinds[path] = (prefix or "", inside, model_of(inside) if inside else None)

    def registries(self) -> None:
        """Merge what is no record of events: registries, evidence, any other file."""
        for path, (_prefix, inside, model) in self.kinds.items():
            if model in REGISTRIES.values():
                self._registry(path, inside, model)
            elif model is None:
                self._plain(path, inside)

    def records(self) -> None:
        """Merge the handovers and the records of steps, which need no context."""
        for path, (_prefix, _inside, model) in self.kinds.items():
            if model is Handover or (model and issubclass(model, Proceeding)):
                versions = self._versions(path, model)
                if not versions:
                    continue
                record = chains.merged([version.record for version in versions])
                self.events[path] = {n for v in versions for n in chains.steps_of(v.record)}
                self._settled(path, record, versions, lambda r: bool(r.aside))

    def issues(self) -> None:
        """Merge the issues, by the law and by what the registries of both sides say."""
        waiting: list[Refused] = []
        known = {
            path: self._versions(path, Issue)
            for path, (_prefix, _inside, model) in self.kinds.items()
            if model is Issue
        }
        for versions in known.values():
            for number, survivor in voided(version.record for version in versions):
                self.void.setdefault(survivor, set()).add(number)
        contexts: dict[str, Any] = {}
        for path, versions in known.items():
            prefix = self.kinds[path][0]
            if not versions:
                continue
            if prefix not in contexts:
                contexts[prefix] = self._together(prefix, known).context
            self.events[path] = {n for v in versions for n in issues.events_of(v.record)}
            try:
                record = issues.merged([v.record for v in versions], contexts[prefix])
            except Refused as refusal:
                facts = {"number": versions[0].record.number, "why": refusal.message}
                waiting.append(Refused("unlawful-side", path=path, **facts))
                continue
            before = max(len(version.record.pending) for version in versions)
            if record is None:
                self._be_one(path, versions)
            elif len(record.pending) > before:
                self.done.waiting.append(record.number)
            self._settled(path, record, versions, lambda r: True)
        if waiting:
            raise waiting[0].along_with(waiting[1:])

    def reconcile(self) -> None:
        """See that every event either side had is in what will be written; count them.

        Raises `Refused` (`not-all-there`).
        """
        for path, events in self.events.items():
            each, model = self.known[path], self.kinds[path][2]
            mine, other, now = (
                names_of(model, data, path)
                for data in (self._data(each.ours), self._data(each.theirs), self._now(path))
            )
            if events - now:
                raise Refused("not-all-there", path=path, count=len(events - now))
            self.done.came += len(now - mine)
            self.done.went += len(now - other)
            self.done.records += 1

    def _versions(self, path: str, model: Any) -> list[_Version]:
        """Return the versions of a record that count, ours first; none where ours stays."""
        each = self.known[path]
        seen = [_entry(self.repository, c, path) for c in self.witnesses.get(path, ())]
        if not seen and each.theirs in (each.ours, *each.before) and each.ours != NOTHING:
            return []
        entries = dict.fromkeys((each.ours, each.theirs, *each.before, *seen))
        found = ((entry, self._data(entry)) for entry in entries if entry != NOTHING)
        known = [_Version(entry, data, decode(model, data, path)) for entry, data in found if data]
        sides = (each.ours, each.theirs)
        for version in known:
            if version.entry in sides and not is_whole(version.record):
                raise Refused("bent-side", path=path, side=_(_SIDES[version.entry == each.theirs]))
        return [version for version in known if is_whole(version.record)]

    def _be_one(self, path: str, versions: Sequence[_Version]) -> None:
        """Refuse (`bent-side`) an issue that a side began otherwise than where they parted."""
        each = self.known[path]
        begun = {version.entry: opening(version.record) for version in versions}
        for before in filter(begun.get, each.before):
            for side in (each.ours, each.theirs):
                if begun.get(side, begun[before]) != begun[before]:
                    raise Refused("bent-side", path=path, side=_(_SIDES[side == each.theirs]))

    def _settled(
        self, path: str, record: Any, versions: Sequence[_Version], told: Callable[[Any], bool]
    ) -> None:
        """Take what a record became, or ask which of two things of one name is kept."""
        each = self.known[path]
        if record is None:
            self._entry_kept(path, Clash(path, "", *self._texts(each)))
            self.events.pop(path, None)
            return
        data = canonical.emit(dump(record))
        if each.ours == NOTHING or each.theirs == NOTHING:
            if any(before != NOTHING for before in each.before):
                self.done.restored.append(path)
        elif each.ours not in each.before and told(record):
            self.done.merged.append(path)
        self._take(path, data, [version for version in versions if version.data == data])

    def _take(self, path: str, data: bytes, same: Sequence[_Version]) -> None:
        each = self.known[path]
        entries = [version.entry for version in same]
        if each.ours in entries:
            return
        if entries:
            self.done.stored[path] = entries[0]
        else:
            self.done.fresh[path] = data

    def _registry(self, path: str, inside: str, model: Any) -> None:
        each = self.known[path]
        if each.theirs in (each.ours, *each.before) and each.ours != NOTHING:
            return
        if NOTHING in (each.ours, each.theirs) and any(b != NOTHING for b in each.before):
            self.done.restored.append(path)
            if each.ours == NOTHING:
                self.done.stored[path] = each.theirs
            return
        theirs = self._data(each.theirs) or b""
        decode(model, theirs, path)
        if each.ours == NOTHING or each.ours in each.before:
            self.done.stored[path] = each.theirs
            return
        swapped = each.ours.id > each.theirs.id  # whoever merges these two writes the same bytes
        sides = [self._data(each.ours) or b"", theirs]
        one, two = reversed(sides) if swapped else sides
        before = [data for data in map(self._data, each.before) if data]

        def decided(clash: Clash) -> bool:
            shown = clash._replace(one=clash.two, two=clash.one) if swapped else clash
            return self._decided(shown) != swapped

        data = registry(path, inside, model, one, two, before, decided)
        self.done.merged.append(path)
        if data == theirs:
            self.done.stored[path] = each.theirs
        elif data != sides[0]:
            self.done.fresh[path] = data

    def _plain(self, path: str, inside: str) -> None:
        each = self.known[path]
        if inside.startswith(_EVIDENCE) and each.theirs == NOTHING:
            return
        if each.theirs in (each.ours, *each.before):
            return
        if each.ours in each.before or each.ours == NOTHING:
            self._entry_taken(path, each.theirs)
            return
        self._entry_kept(path, Clash(path, "", *self._texts(each)))

    def _entry_kept(self, path: str, clash: Clash) -> None:
        if self._decided(clash):
            self._entry_taken(path, self.known[path].theirs)

    def _entry_taken(self, path: str, entry: TreeEntry) -> None:
        if entry == NOTHING:
            self.done.gone.add(path)
        else:
            self.done.stored[path] = entry

    def _decided(self, clash: Clash) -> bool:
        self.done.clashes.append(clash)
        return self.decide(clash) if self.decide else False

    def _texts(self, each: Differing) -> tuple[str, str]:
        return each.ours.id[:10] or "–", each.theirs.id[:10] or "–"

    def _data(self, entry: TreeEntry) -> bytes | None:
        found = self.read(entry.id) if entry != NOTHING else None
        return found.data if found else None

    def _now(self, path: str) -> bytes | None:
        """Return what will stand at a path."""
        if path in self.done.gone:
            return None
        if path in self.done.fresh:
            return self.done.fresh[path]
        return self._data(self.done.stored.get(path, self.known[path].ours))

    def _together(self, prefix: str, known: Collection[str]) -> Together:
        def look(inside: str) -> bytes | None:
            path = prefix + inside
            if path not in self.known:
                found = self.read(f"{self.ours}:{path}")
                return found.data if found else None
            now = self._now(path)
            return self._data(self.known[path].theirs) if now is None and path in known else now

        def below(folder: str) -> Iterator[str]:
            for path, _blob in git.list_tree(self.repository, self.ours, f"{prefix}{folder}/"):
                if path not in self.known:
                    yield path.removeprefix(prefix)
            for within, inside, _model in self.kinds.values():
                if within == prefix and inside.startswith(f"{folder}/") and look(inside):
                    yield inside

        def others(number: str) -> Collection[str]:
            return {*self.void.get(number, ()), *self.duplicates_of(prefix, number)}

        return Together(Path(self.repository.top, prefix), look, below, others)
