"""A mapping file: which heading (or column letter) of a sheet stands for which field."""

import json
from collections.abc import Mapping
from pathlib import Path

from sfcheck.errors import Refused
from sfcheck.exchange.columns import FIELDS

LARGEST = 1_000_000  # bytes


def load_mapping(path: Path) -> dict[str, str]:
    """Read a mapping from YAML, or from JSON if the file is called so: field → heading.

    An empty heading (or null) keeps a field from being read. Raises Refused when the file cannot
    be read, is no table of texts, or names a field that does not exist.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Refused("mapping-form", path=path)
        data = path.read_bytes()
    except (OSError, ValueError) as fault:
        raise Refused("spreadsheet-unreadable", path=path) from fault
    return check_mapping(_parse(data, path), path)


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


def _parse(data: bytes, path: Path) -> Mapping[object, object]:
    if path.suffix.lower() == ".json":
        try:
            table = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError) as fault:
            raise Refused("mapping-form", path=path) from fault
    else:
        from sfcheck.ledger.parsing import parse

        table = parse(data, str(path))
    if not isinstance(table, dict):
        raise Refused("mapping-form", path=path)
    return table


def _near(field: str) -> list[str]:
    """Return the fields most like `field`, or all of them when none is like it."""
    from rapidfuzz import process

    found = process.extract(field, FIELDS, limit=3, score_cutoff=60)
    return [name for name, _score, _index in found] or list(FIELDS)
