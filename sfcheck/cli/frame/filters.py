"""The options that choose issues, made from the terms of a query."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sfcheck.language import N_, _
from sfcheck.ledger.queries import Pair, make_query, pairs_of
from sfcheck.ledger.terms import TERMS, Term

HELP = N_("Terms: 'status=submitted place=640100 overdue'; one given twice asks for either value.")


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an option for each term and `--query`; it gets them as one `query`."""

    def run(**given: Any) -> None:
        pairs = pairs_of(given.pop("query") or "")
        for name in TERMS:
            pairs += _pairs(name, given.pop(_key(name)))
        command(query=make_query(pairs), **given)

    own = list(inspect.signature(command).parameters.values())
    parameters = [
        *(parameter for parameter in own if parameter.name != "query"),
        inspect.Parameter(
            "query",
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                str | None,
                typer.Option("--query", "-q", help=_(HELP)),
            ],
        ),
        *(_parameter(name, term) for name, term in TERMS.items()),
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _key(name: str) -> str:
    return name.replace("-", "_")


def _pairs(name: str, given: bool | list[str] | None) -> list[Pair]:
    if isinstance(given, list):
        return [(name, value) for value in given]
    return [(name, None)] if given else []


def _parameter(name: str, term: Term) -> inspect.Parameter:
    flag = term.read is None
    text = _(term.help) if flag else f"{_(term.help)} ({_(term.known)})"
    option = typer.Option(f"--{name}", help=text)
    annotation = Annotated[bool, option] if flag else Annotated[list[str] | None, option]
    return inspect.Parameter(
        _key(name),
        inspect.Parameter.KEYWORD_ONLY,
        default=False if flag else None,
        annotation=annotation,
    )
