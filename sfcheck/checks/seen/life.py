"""An issue beside what the law makes of its events; where the law refuses, which event."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.folding import fold, opening, stages
from sfcheck.domain.issues.order import event_digest, order
from sfcheck.domain.issues.record import Issue, digest_of
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused


@dataclass(frozen=True)
class Life:
    """An issue as written (`plain`: as plain data), and what the law makes of its events.

    `stages` is what it was after each event, not sealed, as far as the law goes along; `refusal`
    why it goes no further. Without events, or a law to judge by, there is neither. `seen` is what
    its authors took it for where that is what it says, but not what the law makes of it: they did
    not know of a change elsewhere.
    """

    issue: Issue
    plain: Mapping[str, Any]
    stages: Sequence[Issue] = ()
    refusal: Refused | None = None
    seen: Issue | None = None

    @property
    def folded(self) -> Issue | None:
        """What all the events make of it, not sealed; None where the law refuses one."""
        if self.seen:
            return self.seen
        return self.stages[-1] if self.stages and not self.refusal else None

    @property
    def is_borne_out(self) -> bool:
        """Whether the events make of it all that it says; its digest is another matter."""
        folded = self.folded
        return not self.seen and folded is not None and _says(self.issue, folded)

    @property
    def unaware(self) -> Iterator[tuple[int, Event]]:
        """The events that wait for a ruling and are not yet written down as such, with places."""
        written = {waiting.event for waiting in self.issue.pending}
        waiting = {each.event for each in self.stages[-1].pending} - written if self.seen else ()
        for at, event in enumerate(self.issue.events):
            if event_digest(event) in waiting:
                yield at, event

    @cached_property
    def digest(self) -> str:
        """The digest of what it says."""
        return quick_digest_of(self.plain)

    @cached_property
    def steps(self) -> Mapping[str, Sequence[tuple[int, Any]]]:
        """The events of each kind, with their places in the file."""
        found: dict[str, list[tuple[int, Any]]] = {}
        for at, event in enumerate(self.issue.events):
            found.setdefault(event.do, []).append((at, event))
        return found


def quick_digest_of(plain: Mapping[str, Any]) -> str:
    """Return what `digest_of` does, which loads less, but takes longer for each."""
    told = {name: value for name, value in plain.items() if name != "digest"}
    try:
        return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
    except TypeError:  # it stops at integers beyond 64 bits
        return digest_of(plain)


def live(issue: Issue, plain: Mapping[str, Any], context: Context | None) -> Life:
    """Derive `issue` again from its own events."""
    if context is None or not issue.events:
        return Life(issue, plain)
    lived: list[Issue] = []
    try:
        lived.extend(stages(opening(issue), issue.events, context))
    except Refused as refusal:
        return Life(issue, plain, lived, refusal)
    if len(lived[-1].pending) > len(issue.pending):
        *_before, seen = stages(opening(issue), issue.events, context, as_seen=issue.without_effect)
        if _says(issue, seen):
            return Life(issue, plain, lived, seen=seen)
    return Life(issue, plain, lived)


def _says(issue: Issue, folded: Issue) -> bool:
    return vars(folded) | {"digest": issue.digest} == vars(issue)


def refused_event(issue: Issue, context: Context) -> int | None:
    """Return the index in the file of the event that the law refuses, where one can be named."""
    events = sorted(issue.events, key=order)
    for end, event in enumerate(events, 1):
        if end < len(events) and events[end].n == event.n:
            continue  # what two clones wrote at once is judged together
        try:
            fold(opening(issue), events[:end], context)
        except Refused:
            return issue.events.index(event)
    return None
