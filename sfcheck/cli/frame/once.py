"""Commands that take each option once: what is given twice is a mistake, and told as one."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import click
import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandFunctionType as CommandFunction

from sfcheck.language import _


class _Once(click.Command):
    """What is given twice where one is asked for is a mistake: click keeps the last in silence."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Understand the arguments; raises `click.UsageError` for an option given again."""
        if not ctx.resilient_parsing:
            order = self.make_parser(ctx).parse_args(args=[*args])[2]
            for known, many in Counter(order).items():
                if many > 1 and _single(known):
                    name = "/".join(known.opts)
                    raise click.UsageError(_("{option} is given twice.").format(option=name), ctx)
        return super().parse_args(ctx, args)


def _single(known: click.Parameter) -> bool:
    if not isinstance(known, click.Option) or known.multiple or known.count:
        return False
    return not known.is_flag or bool(known.secondary_opts)


class OnceCommand(_Once, TyperCommand):
    """A command that takes each option once, unless several may be."""


class OnceGroup(_Once, TyperGroup):
    """Commands under one name, which takes each option once."""


class Commands(typer.Typer):
    """Where commands are put: each takes its options once."""

    def __init__(self, **more: Any) -> None:
        plain: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False}
        super().__init__(**{"cls": OnceGroup, **plain, **more})

    def command(
        self, name: str | None = None, **more: Any
    ) -> Callable[[CommandFunction], CommandFunction]:
        """Take a function in as a command."""
        return super().command(name, **{"cls": OnceCommand, **more})
