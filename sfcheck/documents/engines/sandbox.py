"""Where templates run: they see data, reach nothing else, and may not work without end.

A template may be an office's own, or somebody's who sent it. jinja2's sandbox keeps it away from
the machine, but not from its time and memory. So every turn of a loop, every call, and every
character that is put together is counted against one budget; what could grow by a single word of
code (`*`, `**`, `%`, a width) is counted before it is made. Filters and methods are those that
papers need; the others are unknown here. Data is made inert by `final` wherever it is put out, and
where it is joined to text that is finished already.
"""

import re
from collections.abc import Callable, Iterator, Mapping, MappingView, Sized
from datetime import date
from types import CodeType, NoneType
from typing import Any, NoReturn, cast

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from sfcheck.documents.engines.metering import metered
from sfcheck.language import N_, _

WORK = 100_000_000
"""Characters that a paper may be put together from; 5,000 issues in Word take 14 million."""
TURN, CALL = 200, 1_000
"""What a turn of a loop and a call cost, in characters."""
EACH = 40
"""What it costs to look at one value within another."""
WIDEST = 1_000
"""The largest width, count or indent that a filter takes."""
BITS = 4_096
"""Bits of the largest whole number."""

FAULTS = (
    *(ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError),
    *(NotImplementedError, SyntaxError, TypeError, ValueError),
)
"""What the expressions of a template raise besides jinja2's own errors."""

TOO_MUCH = N_("it would not come to an end")
NOT_HERE = N_("“{name}” may not be used in a template")

_FILTERS = frozenset(
    {
        *("abs", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "first"),
        *("float", "groupby", "indent", "int", "items", "last", "length", "list", "lower", "map"),
        *("max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select"),
        *("selectattr", "slice", "sort", "string", "sum", "title", "trim", "truncate", "unique"),
        *("upper", "wordcount"),
    }
)
_CHEAP = frozenset({"abs", "count", "d", "default", "first", "float", "int", "length", "round"})
"""Filters that look at no more than the outside of what they are given."""
_UNCAPPED = frozenset({"d", "default", "float", "int", "sum", "truncate"})
"""Filters whose numbers are neither widths nor counts."""
_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        {
            *("capitalize", "count", "endswith", "find", "isdecimal", "isdigit", "lower", "lstrip"),
            *("partition", "removeprefix", "removesuffix", "rpartition", "rstrip", "split"),
            *("splitlines", "startswith", "strip", "title", "upper"),
        }
    ),
    dict: frozenset({"get", "items", "keys", "values"}),
}
_GLOBALS = frozenset({"cycler", "dict", "joiner", "namespace", "range"})
_SCOPES = ("_loop_vars", "_block_vars")
"""What jinja2 passes along with a call."""
_DATA = (str, Mapping, list, tuple, set, frozenset, int, float, range)
_HOLDERS = (Mapping, MappingView, list, tuple, set, frozenset)
_PLAIN = (int, float, date, NoneType, Undefined)
MOST_COMPILED = 64
_compiled: dict[tuple[object, ...], CodeType] = {}
"""Templates that were compiled already, by all that tells one from another."""
_WIDE_FORMAT = re.compile(r"%(?:\([^)]*\))?[^A-Za-z%]*(?:[0-9]{3}|\*)")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one paper, with its budget; `inert` makes one line of data harmless."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, inert: Callable[[object], str], **options: Any) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=self.final, **options)
        self.inert = inert
        self.left = WORK
        self.filters = {
            name: self._counted(name, made)
            for name, made in self.filters.items()
            if name in _FILTERS
        }
        self.filters |= {"join": self._join, "e": _as_is, "escape": _as_is, "format": self._format}
        self.tests = {name: self._tested(cast(Any, made)) for name, made in self.tests.items()}
        self.globals = {name: made for name, made in self.globals.items() if name in _GLOBALS}

    # -- the budget --------------------------------------------------------------------------

    def charge(self, work: int) -> bool:
        """Count work, before it is done; raises SecurityError where the budget is spent."""
        self.left -= work
        if self.left < 0:
            raise SecurityError(_(TOO_MUCH))
        return True

    def weigh(self, value: object) -> Any:
        """Count a value with all that is in it, as often as it is in it, and return it.

        Iterators are put into a list, so that they can be counted; what is no data is refused.
        """
        if isinstance(value, Iterator):
            value = [each for each in value if self.charge(TURN)]
        waiting: list[object] = [value]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str | range):
                self.charge(EACH + len(each))
            elif isinstance(each, _HOLDERS):
                self.charge(EACH + len(each))
                waiting += [*cast(Any, each), *(each.values() if isinstance(each, Mapping) else ())]
            elif isinstance(each, _PLAIN):
                self.charge(EACH)
            else:
                _refuse(type(each).__name__)
        return value

    def outside(self, value: object) -> Any:
        """Count how long a value is, for what looks through it once, and return it."""
        self.charge(len(value) if isinstance(value, Sized) else 1)
        return value

    # -- what is put out ---------------------------------------------------------------------

    def final(self, value: object) -> Markup:
        """Return what is put out for a value: finished text as it is, all else made inert."""
        if isinstance(value, Markup):
            self.charge(len(value))
            return value
        if isinstance(value, str):
            self.charge(len(value))
        else:
            value = str(self.weigh(value))
        return Markup(self.inert(value))  # noqa: S704

    def joined(self, *parts: object, between: object = "") -> str:
        """Return texts joined; where one of them is finished, the others are made inert."""
        whole = [self.weigh(part) for part in parts]
        self.charge(len(whole) * len(str(between)))
        if any(isinstance(part, Markup) for part in (*whole, between)):
            return Markup(str(self.final(between)).join(str(self.final(p)) for p in whole))  # noqa: S704
        return str(between).join(map(str, whole))

    # -- what code may do --------------------------------------------------------------------

    def compile(self, source: Any, name: Any = None, filename: Any = None, *how: Any) -> Any:
        """Compile a template, once for all the papers that a process makes of it."""
        if how or not isinstance(source, str):
            return super().compile(source, name, filename, *how)
        key = (source, name, filename, self.inert, self.trim_blocks)
        if key not in _compiled:
            if len(_compiled) == MOST_COMPILED:
                _compiled.clear()
            _compiled[key] = super().compile(source, name, filename)
        return _compiled[key]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return metered(super()._parse(source, name, filename), self, TURN)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute; of data one of few methods, or an item."""
        if not isinstance(obj, _DATA):
            return super().getattr(obj, attribute)
        known = next((names for kind, names in _METHODS.items() if isinstance(obj, kind)), ())
        if attribute in known:  # of finished text as of any string: it is made inert again
            return getattr(str(obj) if isinstance(obj, Markup) else obj, attribute)
        try:
            return cast(Any, obj)[attribute]
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item, or else an attribute."""
        if not isinstance(obj, _DATA):
            return super().getitem(obj, argument)
        try:
            return cast(Any, obj)[argument]
        except (TypeError, LookupError):
            if isinstance(argument, str):
                return self.getattr(obj, argument)
            return self.undefined(obj=obj, name=argument)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what a template calls: a macro, one of few functions or methods."""
        owner = getattr(__obj, "__self__", None)
        if owner is __self:
            return __obj(*args)
        __self.charge(CALL)
        if isinstance(owner, _DATA):
            __self.outside(owner)
        if not isinstance(__obj, Macro):
            for name, value in (*enumerate(args), *kwargs.items()):
                if name not in _SCOPES:
                    __self.weigh(value)
        made = super().call(__context, __obj, *args, **kwargs)
        if isinstance(made, range):
            __self.charge(len(made))
        return made

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return what an operator makes, counted before it is made."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.joined(left, right)
        if operator == "%" and isinstance(left, str):
            return self._format(left, *(right if isinstance(right, tuple) else (right,)))
        if operator == "*":
            for many, times in ((left, right), (right, left)):
                if isinstance(many, str | list | tuple) and isinstance(times, int):
                    self.charge(len(many) * max(times, 0))
        elif isinstance(left, list | tuple):
            self.charge(len(left) + len(right))
        if isinstance(left, int) and isinstance(right, int) and operator in ("*", "**"):
            bits = left.bit_length()
            if (bits * right if operator == "**" else bits + right.bit_length()) > BITS:
                raise SecurityError(_(TOO_MUCH))
        return super().call_binop(context, operator, left, right)

    def _counted(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that counts what it is given, and takes no large width."""
        at = _passed(made)

        def counted(*args: Any, **kwargs: Any) -> Any:
            self.charge(TURN)
            if name in _CHEAP:
                return made(*args, **kwargs)
            passed, (value, *rest) = args[:at], map(self._unfinished, args[at:])
            kept = {key: self._unfinished(each) for key, each in kwargs.items()}
            if name == "replace":
                self.charge(_replaced(value, *rest, **kept))
            elif name not in _UNCAPPED:
                widths = [_width(each) for each in (*rest, *kept.values())]
                if any(width > WIDEST for width in widths):
                    raise SecurityError(_(TOO_MUCH))
                self.charge(sum(widths) * (1 + str(value).count("\n")))
            return _text(made(*passed, value, *rest, **kept))

        return _like(made, counted)

    def _unfinished(self, value: object) -> Any:
        """Return a value that was weighed; finished text as a string, made inert again later."""
        return _text(self.weigh(value))

    def _tested(self, made: Callable[..., Any]) -> Callable[..., Any]:
        """Return a test that counts what it compares."""
        at = _passed(made)

        def tested(*args: Any, **kwargs: Any) -> Any:
            self.charge(TURN)
            for value in args[at:] if len(args) > at + 1 else ():
                self.weigh(value)
            return made(*args, **kwargs)

        return _like(made, tested)

    def _join(self, value: Any, d: object = "", attribute: str | None = None) -> str:
        """Join the items of a list, as jinja2's `join`."""
        items = self.weigh(value)
        if attribute is not None:
            items = [self.getitem(each, attribute) for each in items]
        return self.joined(*items, between=d)

    def _format(self, value: str, *args: Any, **kwargs: Any) -> str:
        """Apply a format in the manner of `%`; widths are of two digits at most."""
        if _WIDE_FORMAT.search(value):
            raise SecurityError(_(TOO_MUCH))
        self.charge(len(value))
        for each in (*args, *kwargs.values()):
            self.weigh(each)
        return str(value) % (kwargs or args)


def _as_is(value: Any) -> Any:
    """Return a value, which is made inert where it is put out."""
    return value


def _refuse(name: str) -> NoReturn:
    raise SecurityError(_(NOT_HERE).format(name=name))


def _passed(made: Callable[..., Any]) -> int:
    """Return how many arguments jinja2 itself passes to a filter before its value."""
    return int(hasattr(made, "jinja_pass_arg"))


def _like(made: Callable[..., Any], wrapped: Callable[..., Any]) -> Callable[..., Any]:
    """Return `wrapped`, to which jinja2 passes what it passes to `made`."""
    if hasattr(made, "jinja_pass_arg"):
        wrapped.jinja_pass_arg = made.jinja_pass_arg  # type: ignore[attr-defined]
    return wrapped


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, Markup) else value


def _width(value: object) -> int:
    """Return by how much an argument of a filter may widen a line."""
    if isinstance(value, int):
        return abs(value)
    return len(value) if isinstance(value, str) else 0


def _replaced(value: Any, old: Any = "", new: Any = "", count: Any = None) -> int:
    """Return how much `replace` may make."""
    text, times = str(value), str(value).count(str(old))
    return (times if count is None else min(times, int(count))) * len(str(new)) + len(text)
