"""What all records share: strictness, the types of their fields, values with dates."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Protocol, Self, TypeVar, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from sfcheck.domain.base import numbers, serials
from sfcheck.language import N_

_UNSEEN = r"\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF"
LINE_LIMIT, TEXT_LIMIT = 300, 20_000


class Record(BaseModel):
    """A piece of a ledger's file: unknown keys are refused, nothing changes in place."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        serialize_by_alias=True,
        defer_build=True,  # most are only parts of others: each is built when first used alone
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a twin with `update`, as pydantic does, but faster: every step makes one."""
        if deep:
            return super().model_copy(update=update, deep=deep)
        twin = type(self).__new__(type(self))
        changes = update or {}
        object.__setattr__(twin, "__dict__", {**self.__dict__, **changes})
        object.__setattr__(
            twin, "__pydantic_fields_set__", {*self.__pydantic_fields_set__, *changes}
        )
        object.__setattr__(twin, "__pydantic_extra__", None)
        object.__setattr__(twin, "__pydantic_private__", None)
        return twin


Line = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=LINE_LIMIT, pattern=rf"^[^{_UNSEEN}]*[^{_UNSEEN}\s][^{_UNSEEN}]*$"
    ),
]
Text = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=TEXT_LIMIT,
        pattern=rf"^([^{_UNSEEN}]|[\n\t])*[^{_UNSEEN}\s]([^{_UNSEEN}]|[\n\t])*$",
    ),
]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
PersonId = Annotated[str, StringConstraints(pattern=r"^([0-9]{3,6}-)?[0-9]{4,6}$")]
SerialText = Annotated[str, StringConstraints(pattern=rf"^{serials.PATTERN}$")]
BookId = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,6}$")]
RoundId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{1,3}$")]
TeamRef = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{1,3}/[A-Za-z0-9]{1,12}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
NumberText = Annotated[str, StringConstraints(pattern=rf"^{numbers.PATTERN}$")]


_NO_ZONE = N_("no time zone has this offset from UTC")
_WEST, _EAST, _QUARTER = timedelta(hours=-12), timedelta(hours=14), timedelta(minutes=15)


def _of_a_zone(at: datetime) -> datetime:
    offset = at.utcoffset()
    if offset is None or not _WEST <= offset <= _EAST or offset % _QUARTER:
        raise ValueError(_NO_ZONE)
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_of_a_zone)]
"""A moment with the offset of a zone that there is."""


def _checked_uscc(code: str) -> str:
    from stdnum.cn import uscc as _uscc
    from stdnum.exceptions import ValidationError

    try:
        valid = _uscc.validate(code)
    except ValidationError as error:
        raise ValueError("not a unified social credit code: " + str(error)) from error
    if valid != code:
        raise ValueError("a unified social credit code is written in capitals, without spaces")
    return code


Uscc = Annotated[str, AfterValidator(_checked_uscc)]


class Dated(Record):
    """A value in force from `since` through `until` (the last day; open while absent)."""

    since: date
    until: date | None = None

    @property
    def held(self) -> bool:
        """Whether it was ever in force; what was succeeded on its first day was not."""
        return self.until is None or self.since <= self.until


class _Spanned(Protocol):
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


S = TypeVar("S", bound=_Spanned)


def in_force(values: Iterable[S], day: date) -> list[S]:
    """Return those of `values` that were in force on `day`, the latest begun first."""
    current = [v for v in values if v.since <= day and (v.until is None or day <= v.until)]
    current.sort(key=lambda value: value.since, reverse=True)
    return current


def dump(record: BaseModel) -> dict[str, Any]:
    """Return a record as plain data in its canonical order, without what is absent or default."""
    return record.model_dump(mode="json", by_alias=True, exclude_defaults=True)


_pack = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode


def digest(data: object) -> str:
    """Return the SHA-256 of plain data, in hexadecimal, however its keys are ordered.

    Of its JSON in UTF-8: keys in order, nothing between the tokens, no character escaped that need
    not be. Raises ValueError for a lone surrogate.
    """
    return hashlib.sha256(_pack(data).encode()).hexdigest()


def by_step(events: Any) -> dict[str, type[Any]]:
    """Return the model of each step's event, of a union of events that are told apart by `do`."""
    kinds = get_args(get_args(events)[0])
    return {get_args(kind.model_fields["do"].annotation)[0]: kind for kind in kinds}
