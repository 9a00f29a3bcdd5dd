"""What was done without knowing: was an event lawful in the commit that brought it."""

from pathlib import Path

from sfcheck.domain.issues.events import Event
from sfcheck.domain.issues.law import refold
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
                    return refold(issue, then.context) == issue
            except Refused:
                continue
    return (repository.common_dir / "shallow").is_file()
