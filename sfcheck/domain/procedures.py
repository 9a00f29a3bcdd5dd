"""Every kind of record that is made step by step, by the folder its files lie in.

A kind is a package of `domain` with its law, in which its `Procedure` stands.
"""

from collections.abc import Mapping
from typing import Any

from sfcheck.collecting import modules
from sfcheck.domain.procedure.law import Procedure

PROCEDURES: Mapping[str, Procedure[Any]] = {
    each.folder: each
    for law in modules("sfcheck.domain", "*/law.py")
    for each in vars(law).values()
    if isinstance(each, Procedure)
}
