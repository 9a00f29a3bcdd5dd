"""Checklists (检查表) of a sector: what is looked at, and by which clause it is measured."""

from typing import Annotated

from pydantic import Field

from sfcheck.domain.base.records import Code, Line, Record, Text, digest, dump
from sfcheck.domain.base.vocabulary import Severity
from sfcheck.domain.issues.record import Criterion
from sfcheck.domain.world.policy import LedgerName


class CheckItem(Record):
    """One thing to look at; an issue that comes of it begins with what stands here."""

    code: Line
    group: Line
    ask: Text
    criterion: Criterion
    nature: Code
    severity: Severity


class Checklist(Record):
    """The file `checklists/<code>.yaml`; when anything in it changes, its `version` does too."""

    code: Code
    version: Line
    sector: Code
    name: LedgerName
    items: Annotated[tuple[CheckItem, ...], Field(min_length=1)]

    @property
    def sha256(self) -> str:
        """The digest of all it says, by which a changed one is told from this one."""
        return digest(dump(self))
