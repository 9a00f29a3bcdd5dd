"""The house: how large its rooms are, that no way leads round in a circle, that tests lie alike."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

TOP = Path(__file__).parents[1]
HOUSE = TOP / "sfcheck"
FOLDERS = sorted({path.parent for path in HOUSE.rglob("*.py")})
MODULES = sorted(HOUSE.rglob("*.py"))

ROOM, LENGTH = 14, 350
"""Modules in a folder, lines of a module: never more."""

SHARED: Mapping[str, str] = {}
"""Classes whose name stands in two modules, each with the reason why that is one meaning."""

BESIDE = {"attacks", "bench", "docs", "scenarios", "support", "tools"}
"""Folders of tests that are about no folder of the house."""


@cache
def imports() -> grimp.ImportGraph:
    """Return who imports whom, for types only as well."""
    return grimp.build_graph("sfcheck", cache_dir=None)


def named(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_imports_what_imports_it() -> None:
    graph = imports()
    ways = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(ways).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_no_folder_imports_what_imports_it(folder: Path) -> None:
    package = ".".join(folder.relative_to(TOP).parts)
    assert imports().nominate_cycle_breakers(package) == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_a_folder_says_what_it_is_and_has_few_modules(folder: Path) -> None:
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert said.partition("\n\n")[0].count("\n") == 0
    assert len([path for path in folder.glob("*.py") if path.stem != "__init__"]) <= ROOM


def test_no_module_is_long() -> None:
    told = {named(path): lines(path) for path in MODULES}
    assert {path: count for path, count in told.items() if count > LENGTH} == {}


def test_no_two_classes_share_their_name() -> None:
    found = defaultdict(list)
    for path in MODULES:
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.ClassDef):
                found[each.name].append(named(path))
    assert {name: at for name, at in found.items() if len(at) > 1 and name not in SHARED} == {}
    assert [name for name in SHARED if len(found[name]) < 2] == []


def test_tests_lie_where_what_they_test_lies() -> None:
    tests = TOP / "tests"
    folders = {path.parent.relative_to(tests) for path in tests.rglob("*.py")} - {Path()}
    about = [folder for folder in folders if folder.parts[0] not in BESIDE]
    rooms = [HOUSE / folder for folder in about]
    assert [named(r) for r in rooms if not (r.is_dir() or r.with_suffix(".py").is_file())] == []
