"""The modules of a package, so that what is put beside the others is known without a list."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType


def modules(package: str, pattern: str = "*.py") -> Iterator[ModuleType]:
    """Yield the modules of a package whose files answer to `pattern`, in order of their names."""
    root = Path(str(import_module(package).__file__)).parent
    for path in sorted(root.glob(pattern)):
        inside = path.relative_to(root).with_suffix("").parts
        if inside[-1] != "__init__":
            yield import_module(".".join((package, *inside)))
