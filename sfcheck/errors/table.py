"""Every refusal there is, from the tables of this package: a TOML file a subject, a row a code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from sfcheck.errors.refusal import ENDS, Refusal

TABLES = sorted(Path(__file__).parent.glob("*.toml"))

REFUSALS: Mapping[str, Refusal] = {
    code: Refusal(ENDS[row["ends"]], row["message"], row["remedy"])
    for table in TABLES
    for code, row in tomllib.loads(table.read_text("utf-8")).items()
}
"""Every refusal by its code; no code stands in two tables (a test looks)."""
