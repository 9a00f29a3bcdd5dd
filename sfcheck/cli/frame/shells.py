"""Setting a shell up so that TAB completes: the scripts and their places are typer's."""

from typer._completion_shared import Shells, _get_shell_name, get_completion_script, install

from sfcheck.cli.frame import console
from sfcheck.cli.frame.completion import ASKED
from sfcheck.errors import Refused
from sfcheck.language import _

NAME = "sfcheck"


def set_up() -> None:
    """Install completion for the shell this runs in."""
    shell, path = install(shell=_shell(), prog_name=NAME, complete_var=ASKED)
    console.say(
        _("Completion for {shell} stands in {path}; it works in new terminals.").format(
            shell=shell, path=path
        )
    )


def show() -> None:
    """Print what `set_up` would install."""
    console.show(get_completion_script(prog_name=NAME, complete_var=ASKED, shell=_shell()))


def _shell() -> str:
    name = _get_shell_name()
    if name not in list(Shells):
        raise Refused("no-completion", shell=name or "–", known=", ".join(Shells))
    return str(name)
