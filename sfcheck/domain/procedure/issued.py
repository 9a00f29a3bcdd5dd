"""What every paper that is issued has in common: bulletins, referral letters.

Its number is the office's own and given once. Its templates, its language and what they made are
pinned, so that it can be printed as it was ever after.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sfcheck.domain.base.records import Digest, Line
from sfcheck.domain.base.zones import is_to_come
from sfcheck.domain.procedure.law import Beside
from sfcheck.domain.procedure.record import Proceeding, SealedEvent
from sfcheck.domain.world.context import Context
from sfcheck.errors import Refused

_NUMBER = re.compile(r"[^〔〕]+〔(?P<year>[0-9]{4})〕[1-9][0-9]*号")
"""A document number by GB/T 9704: the year in 〔〕, no leading zero, no 第; the prefix is given."""


class Issued(SealedEvent):
    """A paper was issued: the office's own number, to whom, on what day.

    `head` is what the red head says where that is not the issuing body's name. `templates` and
    `papers` are SHA-256 by form (md, docx): of the template used, and of what it made, in
    `language`, by this version of the `program`.
    """

    document: Line
    issued_on: date
    to: Annotated[tuple[Line, ...], Field(min_length=1)]
    copies: tuple[Line, ...] = ()
    head: Line | None = None
    language: Literal["en", "zh"]
    templates: Mapping[str, Digest]
    papers: Mapping[str, Digest]
    program: Line


def number_in_form(record: Proceeding, event: Issued, context: Context) -> None:
    """The number is written as GB/T 9704 asks, with the year of its day."""
    found = _NUMBER.fullmatch(event.document)
    if found is None or int(found["year"]) != event.issued_on.year:
        raise Refused("bulletin-number", number=event.document, year=event.issued_on.year)
    if is_to_come(event.issued_on, event.day):
        raise Refused("issued-ahead", issued=event.issued_on, day=event.day)


def number_is_free(record: Proceeding, event: Issued, context: Context, beside: Beside) -> None:
    """The number was given to no other paper."""
    for procedure, each in beside.proceedings(None):
        issued = each.last(Issued)
        itself = type(each) is type(record) and each.id == record.id
        if issued and issued.document == event.document and not itself:
            raise Refused("number-taken", number=event.document, what=procedure.called(each))
