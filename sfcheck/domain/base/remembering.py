"""Methods that are asked the same again and again, of things that never change."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

MOST = 16_384
"""Answers that are kept of one method of one object."""


class remembered(Generic[P, T]):  # noqa: N801 - a decorator, like `property`
    """A method that answers each question once, for every object on its own.

    For a frozen class: what it says of a person and a day cannot change while it lives.
    """

    def __init__(self, answer: Callable[Concatenate[Any, P], T]) -> None:
        self.answer = answer
        self.__doc__ = answer.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, asked: object, owner: type | None = None) -> Callable[P, T]:
        known = cast("Callable[P, T]", lru_cache(MOST)(partial(self.answer, asked)))
        if asked is not None:
            vars(asked)[self.name] = known
        return known
