"""What belongs to this machine and its user: which machine it is, and the user's state folder."""

import os
import sys

_MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def state_folder() -> str:
    """Return where this program keeps what belongs to the user; `""` where the user has no home."""
    variable, usual = "XDG_STATE_HOME", "~/.local/state"
    if sys.platform == "win32":
        variable, usual = "LOCALAPPDATA", "~/AppData/Local"
    elif sys.platform == "darwin":
        usual = "~/Library/Application Support"
    named = os.environ.get(variable, "")
    folder = named if os.path.isabs(named) else os.path.expanduser(usual)  # noqa: PTH111, PTH117
    return os.path.join(folder, "sfcheck") if os.path.isabs(folder) else ""  # noqa: PTH117, PTH118


def machine() -> str:
    """Return what tells this machine from others: a digest of its name, and of its id if any."""
    import platform
    from hashlib import sha256

    return sha256(f"{platform.node()}\0{_machine_id()}".encode()).hexdigest()[:16]


def _machine_id() -> str:
    """Return the id that the system was given when it was set up; `""` where there is none."""
    try:
        if sys.platform == "win32":
            import winreg

            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography"
            ) as opened:
                return str(winreg.QueryValueEx(opened, "MachineGuid")[0])
        known = next(filter(os.path.isfile, _MACHINE_IDS), os.devnull)
        with open(known, encoding="ascii", errors="replace") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return ""
