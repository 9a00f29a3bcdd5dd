"""Where the shipped templates are: in the wheel beside the package, in a checkout beside that."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def templates() -> Path:
    """Return the folder of the shipped templates."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def profiles() -> list[str]:
    """Return the names of the shipped profiles."""
    return sorted(folder.name for folder in (templates() / "profiles").iterdir())


def beginning(profile: str, name: str) -> Path:
    """Return what a file of a ledger begins as: the profile's own, else what all profiles share."""
    own = templates() / "profiles" / profile / name
    return own if own.exists() else templates() / name
