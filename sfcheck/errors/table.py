"""Every refusal there is, from the modules of this package."""

from collections.abc import Mapping

from sfcheck.collecting import modules
from sfcheck.errors.refusal import Refusal

REFUSALS: Mapping[str, Refusal] = {
    code: row
    for subject in modules("sfcheck.errors")
    for code, row in getattr(subject, "ROWS", {}).items()
}
"""Every refusal by its code; no code stands in two tables (a test looks)."""
