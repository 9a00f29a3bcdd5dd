"""What a template is made to say of its own work, before it is compiled.

Calls to its environment are written into it, which is a `Sandbox` (`sandbox.py`): `charge` at every
turn of a body, `weigh` around what is compared, `outside` around what is sliced, `joined` for `~`.
"""

from collections.abc import Callable
from typing import cast

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

_BODIES = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)
"""What may be gone through more than once."""


def metered(template: nodes.Template, environment: Environment, turn: int) -> nodes.Template:
    """Return a template that counts its own work, each turn of a body as `turn` and its text."""

    def charge(node: nodes.Node, *arguments: nodes.Expr, method: str) -> nodes.Call:
        attribute = nodes.EnvironmentAttribute(method)
        call = nodes.Call(attribute, list(arguments), [], None, None)
        return call.set_lineno(node.lineno).set_environment(environment)  # type: ignore[return-value]

    def once(node: nodes.Node) -> nodes.Call:
        return charge(node, nodes.Const(turn + _written(node)), method="charge")

    for node in [template, *template.find_all(_BODIES)]:
        counted = nodes.ExprStmt(once(node)).set_lineno(node.lineno)
        node.body.insert(0, counted)  # type: ignore[attr-defined]
        if isinstance(node, nodes.For) and node.test:
            node.test = nodes.And(once(node), node.test).set_lineno(node.lineno)
    for node in template.find_all(nodes.Compare):
        node.expr = charge(node, node.expr, method="weigh")
        for operand in node.ops:
            operand.expr = charge(node, operand.expr, method="weigh")
    for node in template.find_all(nodes.Getitem):
        if isinstance(node.arg, nodes.Slice):
            node.node = charge(node, node.node, method="outside")
    return cast(nodes.Template, _Joining(charge).visit(template))


def _written(node: nodes.Node) -> int:
    """Return how many characters of text a body has itself, without what counts on its own."""
    inner = 0
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            inner += len(child.data)
        elif not isinstance(child, _BODIES):
            inner += _written(child)
    return inner


class _Joining(NodeTransformer):
    """Lets `~` be done by `Sandbox.joined`."""

    def __init__(self, charge: Callable[..., nodes.Call]) -> None:
        self.charge = charge

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802 - jinja2's name
        """Return the call that joins."""
        self.generic_visit(node)
        return self.charge(node, *node.nodes, method="joined")
