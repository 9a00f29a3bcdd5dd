"""A mapping file: which heading (or column letter) of a sheet stands for which field."""

from collections.abc import Mapping
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.exchange.lists.columns import FIELDS
from sfcheck.ledger.files import handed_in

LARGEST = 1_000_000  # bytes


def load_mapping(path: Path) -> dict[str, str]:
    """Read a mapping from YAML or JSON: field → heading.

    An empty heading (or null) keeps a field from being read. Raises Refused when the file cannot
    be read, is no table of texts, or names a field that does not exist.
    """
    table = handed_in.parse(handed_in.read(path, LARGEST), str(path), LARGEST)
    if not isinstance(table, dict):
        raise Refused("mapping-form", path=path)
    return check_mapping(table, path)


def check_mapping(mapping: Mapping[object, object], path: Path) -> dict[str, str]:
    """Return `mapping` as texts; raises Refused for an unknown field or a value that is none."""
    checked: dict[str, str] = {}
    for field, heading in mapping.items():
        if field not in FIELDS:
            raise Refused(
                "mapping-field", path=path, field=field, near=" · ".join(_near(str(field)))
            )
        if not isinstance(heading, str | int | None):
            raise Refused("mapping-form", path=path)
        checked[str(field)] = "" if heading is None else str(heading)
    return checked


def _near(field: str) -> list[str]:
    """Return the fields most like `field`, or all of them when none is like it."""
    from rapidfuzz import process

    found = process.extract(field[:100], FIELDS, limit=3, score_cutoff=60)
    return [name for name, _score, _index in found] or list(FIELDS)
