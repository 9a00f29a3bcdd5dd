"""SF541 …: the templates of papers that an office put into its ledger (SF5xx, results)."""

import difflib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, cast, get_args, get_origin, get_type_hints, is_typeddict

from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.checks.seen.view import View
from sfcheck.domain.papers import PAPERS
from sfcheck.errors import Refused
from sfcheck.language import _
from sfcheck.ledger.files import outside, parsing

FOLDER = "templates/documents"
ENDINGS = (".md.j2", ".docx", ".html.j2")
LIMIT = 4 << 20
"""Bytes of the largest template read."""
_UNPACKED = 32 << 20
_CODED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_FUNCTIONS = frozenset({"cycler", "dict", "joiner", "namespace", "range", "loop", "caller"})
_FUNCTIONS |= {"self", "super", "varargs", "kwargs"}


class TemplateSource(NamedTuple):
    """The code of a template, where it can be read: its paper's name, and whether it is Word's."""

    path: str
    kind: str
    texts: Sequence[str]
    problem: str
    word: bool


@rule("SF541", RuleScope.LEDGER)
def misspelt_field(view: View) -> Iterator[Flaw]:
    """A template of the ledger names only fields that its paper has.

    Why: A paper with a misspelt field is refused on the day it is to be printed.
    Bad: templates/documents/feedback.md.j2 with {{ titel }}.
    Good: the same with {{ title }}.
    Fix: Write the field as the template that came with sfcheck does.
    """
    for source in _sources(view.root):
        if source.kind not in PAPERS or source.problem:
            continue
        for text in source.texts:
            for line, said, near in _unknown(text, PAPERS[source.kind].fields):
                message = _("the paper has no field “{field}”").format(field=said)
                if near:
                    message = _("the paper has no field “{field}”; near: {near}").format(
                        field=said, near=", ".join(near)
                    )
                at = (1, 1) if source.word else (line, 1)
                yield Flaw(message, field=said, path=source.path, at=at)


@rule("SF542", RuleScope.LEDGER)
def unusable_template(view: View) -> Iterator[Flaw]:
    """A template of the ledger can be read, and its code is whole.

    Why: A paper whose template is broken cannot be printed.
    Bad: templates/documents/feedback.docx with {% for line in body %} and no {% endfor %}.
    Good: the same with both.
    Fix: Correct it, or take it away: then the template that came with sfcheck is used.
    """
    for source in _sources(view.root):
        problem, line = source.problem, 1
        for text in source.texts if not problem else ():
            problem, line = _broken(text) or (problem, line)
        if problem:
            at = (1, 1) if source.word else (line, 1)
            yield Flaw(
                _("the template cannot be used: {problem}").format(problem=problem),
                path=source.path,
                at=at,
            )


@rule("SF543", RuleScope.LEDGER, "warning")
def unknown_template(view: View) -> Iterator[Flaw]:
    """Each file among a ledger's templates has the name of a paper.

    Why: A template under another name is never used, and nobody is told.
    Bad: templates/documents/bulletins.docx.
    Good: templates/documents/bulletin.docx.
    Fix: Give it the name of the paper it is for, or take it out of the folder.
    """
    included = {name for source in _sources(view.root) for name in _neighbours(source)}
    for path in _files(view.root):
        kind, _known = _kind(path.name)
        if kind not in PAPERS and path.name not in included:
            names = [name + end for name in PAPERS for end in ENDINGS]
            near = difflib.get_close_matches(path.name, names, 3) or sorted(names)
            message = _("no paper uses this name; near: {near}").format(near=", ".join(near))
            yield Flaw(message, path=f"{FOLDER}/{path.name}")


@rule("SF544", RuleScope.LEDGER)
def macros(view: View) -> Iterator[Flaw]:
    """A Word template carries no macros and takes in no other file.

    Why: Macros run on the machine of whoever opens the paper; and Word's templates stand alone.
    Bad: a bulletin.docx saved from a .docm file, with vbaProject.bin in it.
    Good: the same, saved as .docx without macros.
    Fix: Save it in Word as a document without macros; write out what it includes.
    """
    for path in _files(view.root):
        where = f"{FOLDER}/{path.name}"
        if path.suffix.lower() in (".docm", ".dotm") or _carries_macros(path):
            yield Flaw(_("the file carries macros"), path=where)
    for source in _sources(view.root):
        if source.word and _neighbours(source):
            yield Flaw(_("it includes another file"), path=source.path)


def _files(root: Path) -> list[Path]:
    folder = root / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))


def _kind(name: str) -> tuple[str, str]:
    ending = next((end for end in ENDINGS if name.endswith(end)), "")
    return (name.removesuffix(ending), ending) if ending else ("", "")


def _carries_macros(path: Path) -> bool:
    try:
        with outside.opened(parsing.read(path, LIMIT), _UNPACKED) as packed:
            return any("vbaproject" in name.lower() for name in packed.namelist())
    except (Refused, ValueError, *outside.BROKEN):
        return False


def _sources(root: Path) -> Iterator[TemplateSource]:
    for path in _files(root):
        kind, ending = _kind(path.name)
        if not ending:
            continue
        texts: Sequence[str] = ()
        problem = ""
        try:
            data = parsing.read(path, LIMIT)
            texts = _word_texts(data) if ending == ".docx" else [data.decode("utf-8-sig")]
            for text in texts:
                outside.check_codes(text)
        except Refused as refusal:
            problem = refusal.message
        except Exception as error:  # noqa: BLE001 - whatever a broken file makes Word's readers raise
            problem = str(error) or type(error).__name__
        yield TemplateSource(f"{FOLDER}/{path.name}", kind, texts, problem, ending == ".docx")


def _word_texts(data: bytes) -> list[str]:
    """Return the code of a Word file part by part, put together where Word split it up."""
    from docx.oxml.parser import parse_xml
    from docxtpl import DocxTemplate

    outside.check_word(data, _UNPACKED)
    patching = DocxTemplate(io.BytesIO(data))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        coded = [packed.read(name) for name in packed.namelist() if _CODED.fullmatch(name)]
    return [patching.patch_xml(patching.xml_to_string(parse_xml(part))) for part in coded]


@lru_cache(maxsize=8)
def _parsed(text: str) -> Any:
    """Return a template taken apart, or what is wrong with it and in which line."""
    from jinja2 import Environment, TemplateSyntaxError

    try:
        parsed = Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        return str(error.message), error.lineno
    except ValueError as error:
        return str(error), 1
    except RecursionError:
        return _("it is nested too deeply"), 1
    waiting: list[tuple[Any, int]] = [(parsed, 1)]
    for node, depth in waiting:
        if depth > outside.DEEPEST:
            return _("it is nested too deeply"), node.lineno or 1
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]
    return parsed


def _broken(text: str) -> tuple[str, int] | None:
    parsed = _parsed(text)
    return parsed if isinstance(parsed, tuple) else None


def _neighbours(source: TemplateSource) -> set[str]:
    """Return the files that a template takes in; empty where it cannot be read."""
    from jinja2 import meta

    if source.problem or any(map(_broken, source.texts)):
        return set()
    found = [meta.find_referenced_templates(_parsed(text)) for text in source.texts]
    return {str(name) for names in found for name in names}


def _unknown(text: str, shape: type) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return line, field and near names of what a template names and its paper has not."""
    if _broken(text):
        return []
    walk = _Walk(get_type_hints(shape))
    walk.go(_parsed(text), {})
    return list(dict.fromkeys(walk.found))


class _Walk:
    """A walk through a template that knows what each of its names stands for, where it can."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self.found: list[tuple[int, str, tuple[str, ...]]] = []

    def go(self, node: Any, scope: dict[str, Any]) -> None:
        """Look at a node with the names that are set around it."""
        from jinja2 import nodes

        if isinstance(node, nodes.For):
            inner = {**scope, **_targets(node.target, _element(self.of(node.iter, scope)))}
            for child in (*node.body, *([node.test] if node.test else ())):
                self.go(child, inner)
            for child in node.else_:
                self.go(child, scope)
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            inner = {**scope, **{each.name: Any for each in node.args}}
            scope.setdefault(getattr(node, "name", ""), Any)
            for child in node.iter_child_nodes(exclude=("args",)):
                self.go(child, inner)
        elif isinstance(node, nodes.Assign | nodes.AssignBlock):
            if isinstance(node, nodes.Assign):
                scope |= _targets(node.target, self.of(node.node, scope))
            else:
                scope |= _targets(node.target, Any)
                for child in node.body:
                    self.go(child, scope)
        elif isinstance(node, nodes.Import | nodes.FromImport):
            names = getattr(node, "names", None) or [getattr(node, "target", "")]
            scope |= {each if isinstance(each, str) else each[-1]: Any for each in names}
        elif isinstance(node, nodes.Expr):
            self.of(node, scope)
        else:
            for child in node.iter_child_nodes():
                self.go(child, scope)

    def of(self, node: Any, scope: dict[str, Any]) -> Any:
        """Return what an expression stands for; Any where that cannot be told."""
        from jinja2 import nodes

        if isinstance(node, nodes.Name):
            if node.name in scope or node.name in _FUNCTIONS:
                return scope.get(node.name, Any)
            return self._field(node, node.name, self.fields)
        if isinstance(node, nodes.Getattr):
            return self._inside(node, self.of(node.node, scope), node.attr, scope)
        if isinstance(node, nodes.Getitem):
            known = self.of(node.node, scope)
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            if isinstance(key, str):
                return self._inside(node, known, key, scope)
            self.go(node.arg, scope)
            return _element(known) if not isinstance(node.arg, nodes.Slice) else known
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
            # What is called is looked at once: each look twice, and a chain of calls has no end.
            known = self.of(node.node.node, scope)
            if node.node.attr == "values" and get_origin(known) is not None:
                return cast(Any, Sequence)[get_args(known)[-1]]
            self._inside(node.node, known, node.node.attr, scope)
            for child in node.iter_child_nodes(exclude=("node",)):
                self.go(child, scope)
            return Any
        for child in node.iter_child_nodes():
            self.go(child, scope)
        return Any

    def _inside(self, node: Any, known: Any, name: str, scope: dict[str, Any]) -> Any:
        if is_typeddict(known):
            return self._field(node, name, get_type_hints(known))
        if get_origin(known) is not None and issubclass(get_origin(known), Mapping):
            return get_args(known)[-1]
        return Any

    def _field(self, node: Any, name: str, fields: Mapping[str, Any]) -> Any:
        if name in fields:
            return _bare(fields[name])
        near = difflib.get_close_matches(name, fields, 3, 0.5)
        self.found.append((node.lineno, name, tuple(near)))
        return Any


def _bare(hint: Any) -> Any:
    """Return a hint without None."""
    if isinstance(hint, UnionType):
        return next(each for each in get_args(hint) if each is not NoneType)
    return hint


def _element(known: Any) -> Any:
    origin = get_origin(known)
    if origin is not None and issubclass(origin, Sequence):
        return get_args(known)[0]
    return Any


def _targets(target: Any, known: Any) -> dict[str, Any]:
    from jinja2 import nodes

    if isinstance(target, nodes.Name):
        return {target.name: known}
    return {each.name: Any for each in target.find_all(nodes.Name)}
