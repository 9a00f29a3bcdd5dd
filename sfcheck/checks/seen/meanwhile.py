"""What was done without knowing: was an event lawful in the commit that brought it."""

from pathlib import Path

from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.folding import standing
from sfcheck.domain.issues.order import event_digest
from sfcheck.domain.issues.record import Issue
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout
from sfcheck.ledger.git import repository as git
from sfcheck.ledger.snapshot import at_commit


def was_lawful(root: Path, number: str, event: Event) -> bool:
    """Whether the commit that brought `event` to the record had it lawful, by what it knew.

    A shallow clone cannot see it; then nobody is accused. Outside git nothing shows it.
    """
    try:
        repository = git.open_repository(root)
    except Refused:
        return False
    path = layout.issue_path(number)
    asked = ("rev-list", "--full-history", "--topo-order", "--reverse", "HEAD", "--")
    brought = git.run(repository.top, *asked, repository.prefix(root.resolve()) + path)
    for commit in brought.decode().split():
        with at_commit(root, commit) as then:
            try:
                issue = then.issue(number)
                if event in issue.events:
                    return _took_effect(issue, event, then.context)
            except Refused:
                continue
    return (repository.common_dir / "shallow").is_file()


def _took_effect(issue: Issue, event: Event, context: Context) -> bool:
    """Whether an event of a record that nobody bent took effect by what was known there."""
    stands = standing(issue, context)
    return stands is not None and event_digest(event) not in stands.without_effect
