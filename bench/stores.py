"""How other trackers keep the same records: one function lays down one store."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

import yaml

from bench import clock

PLACE = "640100"
REPOSITORY = "r.fossil"
DONE = ("closed", "voided")


class Entry(NamedTuple):
    """What of an issue another tracker keeps."""

    number: str
    title: str
    status: str
    place: str
    on: date
    text: str


Run = Callable[..., str]
"""The tracker's own program, run in the folder of its store."""


def settings(folder: Path) -> Mapping[str, str]:
    """Return the environment of a store: nothing of the user's own."""
    return {
        "HOME": str(folder),
        "USER": "bench",
        "TASKRC": str(folder / "taskrc"),
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "COLUMNS": "120",
        "XDG_CONFIG_HOME": str(folder),
        "XDG_CACHE_HOME": str(folder),
        "TERM": "dumb",
    }


def doorstop(folder: Path, entries: Sequence[Entry], run: Run) -> None:
    """Lay down a document of requirements, one file each, in git."""
    _repository(folder)
    run("create", "REQ", "reqs", "--digits", "6")
    for at, entry in enumerate(entries, 1):
        item = {
            "active": True,
            "derived": False,
            "header": entry.title,
            "level": f"1.{at}",
            "links": [],
            "normative": True,
            "ref": "",
            "reviewed": None,
            "text": entry.text,
            "number": entry.number,
            "status": entry.status,
            "place": entry.place,
        }
        said = yaml.dump(item, Dumper=yaml.CSafeDumper, allow_unicode=True)
        (folder / "reqs" / f"REQ{at:06}.yml").write_text(said, encoding="utf-8")
    _commit(folder)
    run("--no-reformat")
    _commit(folder)


def taskwarrior(folder: Path, entries: Sequence[Entry], run: Run) -> None:
    """Import tasks, each with the text as an annotation."""
    lines = (f"data.location={folder / 'data'}", "confirmation=no", "news.version=9.9.9")
    (folder / "taskrc").write_text("\n".join(lines), encoding="utf-8")
    tasks = [
        {
            "uuid": str(uuid5(NAMESPACE_URL, entry.number)),
            "description": entry.title,
            "project": entry.place,
            "tags": [entry.status],
            "status": "completed" if entry.status in DONE else "pending",
            "entry": f"{entry.on:%Y%m%d}T010000Z",
            "annotations": [{"entry": f"{entry.on:%Y%m%d}T020000Z", "description": entry.text}],
            **({"end": f"{entry.on:%Y%m%d}T030000Z"} if entry.status in DONE else {}),
        }
        for entry in entries
    ]
    (folder / "tasks.json").write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    run("import", "tasks.json")


def fossil(folder: Path, entries: Sequence[Entry], run: Run) -> None:
    """Reconstruct a repository from the artifacts of its tickets."""
    artifacts = folder / "artifacts"
    artifacts.mkdir()
    for entry in entries:
        cards = [
            f"D {entry.on}T01:00:00.000",
            f"J comment {_coded(entry.text)}",
            f"J status {entry.status}",
            f"J subsystem {entry.place}",
            f"J title {_coded(entry.title)}",
            f"K {hashlib.sha1(entry.number.encode()).hexdigest()}",
            "U bench",
        ]
        body = "".join(f"{card}\n" for card in cards).encode()
        total = hashlib.md5(body).hexdigest()
        (artifacts / entry.number).write_bytes(body + f"Z {total}\n".encode())
    run("reconstruct", REPOSITORY, "artifacts")


def _coded(text: str) -> str:
    """Return text as fossil writes it in a card."""
    return text.replace("\\", "\\\\").replace(" ", "\\s").replace("\n", "\\n")


def todoman(folder: Path, entries: Sequence[Entry], run: Run) -> None:
    """Lay down a folder of calendar files."""
    cal = folder / "cal"
    cal.mkdir()
    lines = (
        f"path = {str(cal)!r}",
        'date_format = "%Y-%m-%d"',
        'time_format = "%H:%M"',
        'default_list = "cal"',
        f"cache_path = {str(folder / 'cache.sqlite3')!r}",
    )
    (folder / "config.py").write_text("\n".join(lines), encoding="utf-8")
    for entry in entries:
        stamp = f"{entry.on:%Y%m%d}T010000Z"
        status = "COMPLETED" if entry.status in DONE else "NEEDS-ACTION"
        text = entry.text.replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
        fields = (
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:bench", "BEGIN:VTODO"),
            *(f"UID:{entry.number}", f"DTSTAMP:{stamp}", f"CREATED:{stamp}"),
            *(f"SUMMARY:{entry.title}", f"LOCATION:{entry.place}", f"STATUS:{status}"),
            *(f"DESCRIPTION:{text}", "END:VTODO", "END:VCALENDAR", ""),
        )
        (cal / f"{entry.number}.ics").write_bytes("\r\n".join(fields).encode())
    run("--config", "config.py", "list")


def microbeads(folder: Path, entries: Sequence[Entry], run: Run) -> None:
    """Lay down files of JSON in the tracker's own work tree, committed."""
    _repository(folder)
    _git(folder, "commit", "-q", "--allow-empty", "-m", "begin")
    run("init")
    tree = folder / ".git" / "microbeads-worktree"
    for entry in entries:
        done = entry.status in DONE
        stamp = f"{entry.on}T01:00:00Z"
        record = {
            "acceptance_criteria": "",
            "closed_at": stamp if done else None,
            "closed_reason": None,
            "created_at": stamp,
            "dependencies": [],
            "description": entry.text,
            "design": "",
            "id": _short(entry.number),
            "labels": [entry.place, entry.status],
            "notes": "",
            "priority": 2,
            "status": "closed" if done else "open",
            "title": entry.title,
            "type": "task",
            "updated_at": stamp,
        }
        state = "closed" if done else "active"
        path = tree / ".microbeads" / "issues" / state / f"{record['id']}.json"
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2), encoding="utf-8")
    _commit(tree)


def _short(number: str) -> str:
    return f"mb-{hashlib.sha256(number.encode()).hexdigest()[:8]}"


def _repository(folder: Path) -> None:
    said = "[user]\n\tname = bench\n\temail = bench@example.invalid\n[gc]\n\tauto = 0\n"
    (folder / "gitconfig").write_text(said, encoding="utf-8")
    _git(folder, "init", "-q", "-b", "main")


def _commit(folder: Path) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "--allow-empty", "-m", "records")


def _git(folder: Path, *words: str) -> None:
    near = next(each for each in (folder, *folder.parents) if (each / "gitconfig").exists())
    clock.ask(("git", *words), folder, settings(near))
