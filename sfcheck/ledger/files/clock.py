"""What time it is in a ledger's zone, wherever the command runs; its charter is only glanced at."""

import re
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from sfcheck.domain.base.zones import PRESET, zone
from sfcheck.errors import Refused
from sfcheck.ledger.files import layout

_NAMED = re.compile(rb"""^zone:[ \t]*["']?([A-Za-z0-9_+/-]+)""", re.MULTILINE)


def zone_of(root: Path) -> tzinfo:
    """Return the zone `ledger.yaml` names, else the preset; raises `Refused` (`no-such-zone`)."""
    try:
        found = _NAMED.search((root / layout.CHARTER).read_bytes())
    except OSError:
        found = None
    name = found[1].decode() if found else PRESET
    try:
        return zone(name)
    except ValueError as error:
        raise Refused("no-such-zone", zone=name) from error


def now(root: Path) -> datetime:
    """Return this moment in the zone of a ledger, to the second."""
    return datetime.now(UTC).astimezone(zone_of(root)).replace(microsecond=0)


def today(root: Path) -> date:
    """Return the day it is in the zone of a ledger."""
    return now(root).date()
