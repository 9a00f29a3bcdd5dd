"""Examples that no piece of YAML can show: bytes, links, and files in the wrong place.

A function `bad_SF001_gbk` spoils the sound ledger at `root` so that SF001 finds something;
`good_…` comes close and must not be found.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from sfcheck.domain.base.numbers import make
from sfcheck.domain.issues.record import Issue, seal
from sfcheck.ledger.files import layout, parsing
from tests.checks.ledger import (
    CLOSED,
    CONTEXT,
    NUMBER,
    PATH,
    PHOTOGRAPH,
    UNIT,
    rectifying,
    write,
)
from tests.support import world as w

PERSON = layout.person_path(w.INSPECTOR)
PHOTOGRAPH_PATH = layout.evidence_path(hashlib.sha256(PHOTOGRAPH).hexdigest(), ".jpg")
NEW = make(2026, "037", 160)


def again(root: Path, path: str, *change: bytes) -> None:
    """Replace bytes of a file."""
    place = root / path
    place.write_bytes(place.read_bytes().replace(*change))


def put(root: Path, issue: Issue, *, sealed: bool = True) -> None:
    """Write an issue where it belongs."""
    write(root, layout.issue_path(issue.number), seal(issue) if sealed else issue)


def bad_SF001_gbk(root: Path) -> None:
    text = (root / PATH).read_bytes().decode()
    (root / PATH).write_bytes(text.encode("gbk"))


def bad_SF001_utf16(root: Path) -> None:
    text = (root / PERSON).read_bytes().decode()
    (root / PERSON).write_bytes(text.encode("utf-16"))


def bad_SF001_junk(root: Path) -> None:
    (root / PATH).write_bytes(bytes(range(256)) * 40)


def bad_SF002_bom(root: Path) -> None:
    (root / PATH).write_bytes(b"\xef\xbb\xbf" + (root / PATH).read_bytes())


def good_SF002_bom_in_evidence(root: Path) -> None:
    data = b"\xef\xbb\xbfa table of a clerk"
    write(root, layout.evidence_path(hashlib.sha256(data).hexdigest(), ".csv"), data)


def bad_SF003_crlf(root: Path) -> None:
    again(root, PATH, b"\n", b"\r\n")


def bad_SF003_crlf_of_the_roster(root: Path) -> None:
    again(root, PERSON, b"\n", b"\r\n")


def good_SF003_crlf_where_people_edit(root: Path) -> None:
    again(root, layout.PLACES, b"\n", b"\r\n")


def bad_SF003_lone(root: Path) -> None:
    again(root, PATH, b"\nseverity", b"\rseverity")


def bad_SF004_escape(root: Path) -> None:
    again(root, PATH, "报警器".encode(), "报警\x1b[31m器".encode())


def bad_SF004_null(root: Path) -> None:
    again(root, PERSON, b"invented: true", b"invented: true\0")


def bad_SF005_sparse(root: Path) -> None:
    with (root / PATH).open("r+b") as file:
        file.truncate(100 << 20)


def good_SF005_just_fits(root: Path) -> None:
    data = (root / PERSON).read_bytes()
    padding = parsing.MAX_BYTES - len(data)
    (root / PERSON).write_bytes(data + b"#" + b"-" * (padding - 2) + b"\n")


def bad_SF006_link(root: Path) -> None:
    other = root / layout.issue_path(CLOSED)
    (root / PATH).unlink()
    (root / PATH).symlink_to(other)


def bad_SF006_link_to_nothing(root: Path) -> None:
    (root / "people" / "0099.yaml").symlink_to(root / "nowhere")


def bad_SF006_linked_folder(root: Path) -> None:
    (root / "issues" / "27").symlink_to(root / "issues" / "26", target_is_directory=True)


def bad_SF006_linked_top_folder(root: Path) -> None:
    (root / "rounds").rename(root / "elsewhere")
    (root / "rounds").symlink_to(root / "elsewhere", target_is_directory=True)


def bad_SF006_folder_named_as_a_file(root: Path) -> None:
    (root / "people" / "0099.yaml").mkdir()


def good_SF006_two_names(root: Path) -> None:
    place = root / PATH
    os.link(place, root / "spare.yaml")


def bad_SF013_empty(root: Path) -> None:
    (root / PATH).write_bytes(b"")


def bad_SF013_list(root: Path) -> None:
    (root / PERSON).write_bytes(b"- name\n")


def bad_SF013_text(root: Path) -> None:
    (root / PERSON).write_bytes(b"nothing\n")


def good_SF013_comment_first(root: Path) -> None:
    (root / PERSON).write_bytes("# 虚构\n\n".encode() + (root / PERSON).read_bytes())


def bad_SF020_yml(root: Path) -> None:
    (root / PATH).rename((root / PATH).with_suffix(".yml"))


def bad_SF020_evidence_under_another_name(root: Path) -> None:
    write(root, "evidence/photograph.jpg", PHOTOGRAPH)


def bad_SF020_evidence_in_another_folder(root: Path) -> None:
    sha256 = hashlib.sha256(PHOTOGRAPH).hexdigest()
    write(root, f"evidence/00/{sha256}.jpg", PHOTOGRAPH)


def good_SF020_beside_the_folders(root: Path) -> None:
    write(root, "README.md", b"# notes\n")
    write(root, "notes/plan.yaml", b"anything: goes\n")


def bad_SF021_folder_of_another_hundred(root: Path) -> None:
    (root / PATH).rename(root / "issues" / "26" / "037" / f"{NUMBER}.yaml")


def bad_SF021_person(root: Path) -> None:
    (root / PERSON).rename(root / "people" / "0099.yaml")


def bad_SF021_book(root: Path) -> None:
    (root / "books" / "037.yaml").rename(root / "books" / "038.yaml")


def bad_SF021_handover(root: Path) -> None:
    (root / "handovers" / "640100").rename(root / "handovers" / "640200")


def good_SF021_other_year_and_book(root: Path) -> None:
    issue = rectifying(make(2025, "011", 1234))
    put(root, issue)
    assert (root / "issues" / "25" / "011" / "12").is_dir()


def bad_SF022_order_of_keys(root: Path) -> None:
    lines = (root / PATH).read_bytes().splitlines(keepends=True)
    (root / PATH).write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))


def bad_SF022_no_last_newline(root: Path) -> None:
    (root / PATH).write_bytes((root / PATH).read_bytes().rstrip(b"\n"))


def bad_SF022_default_written_out(root: Path) -> None:
    again(root, PATH, b"\nevents:", b"\npending: []\nevents:")


def bad_SF022_handover(root: Path) -> None:
    place = next((root / "handovers").rglob("*.yaml"))
    place.write_bytes(place.read_bytes() + b"# seen\n")


def bad_SF022_beyond_64_bits(root: Path) -> None:
    again(root, PATH, b"n: 1,", b'n: "99999999999999999999999",')


def bad_SF023_places(root: Path) -> None:
    (root / layout.PLACES).unlink()


def bad_SF023_policy(root: Path) -> None:
    (root / layout.POLICY).unlink()


def good_SF023_nothing_registered(root: Path) -> None:
    for place in (root / "issues").rglob("*.yaml"):
        place.unlink()


def bad_SF024_none(root: Path) -> None:
    (root / ".gitattributes").unlink()


def bad_SF024_line_lost(root: Path) -> None:
    again(root, ".gitattributes", b"issues/** -text -merge\n", b"")


def bad_SF024_taken_back(root: Path) -> None:
    place = root / ".gitattributes"
    place.write_bytes(place.read_bytes() + b"*.yaml merge=union\n")


def bad_SF024_unset(root: Path) -> None:
    place = root / ".gitattributes"
    place.write_bytes(place.read_bytes() + b"handovers/** !merge\n")


def good_SF024_more(root: Path) -> None:
    place = root / ".gitattributes"
    place.write_bytes(place.read_bytes() + b"*.md text merge\nissues/** binary\n")


def bad_SF113_copy(root: Path) -> None:
    write(root, f"issues/26/037/99/{NUMBER}.yaml", (root / PATH).read_bytes())


def good_SF113_other_book(root: Path) -> None:
    put(root, rectifying(make(2026, "038", 142)))


def bad_SF114_book_nobody_leased(root: Path) -> None:
    put(root, rectifying(make(2026, "099", 1)))


def good_SF114_book_file_broken(root: Path) -> None:
    (root / "books" / "037.yaml").write_bytes(b"number: [\n")


def bad_SF115_file_gone(root: Path) -> None:
    (root / PHOTOGRAPH_PATH).unlink()


def bad_SF115_named_by_a_submission(root: Path) -> None:
    issue = rectifying(NEW)
    shown = [{"name": "照片", "on": "2026-06-01", "sha256": "1" * 64}]
    put(root, w.act(issue, CONTEXT, "submit", "p", "2026-06-02", **{"for": UNIT}, evidence=shown))


def good_SF115_other_suffix(root: Path) -> None:
    (root / PHOTOGRAPH_PATH).rename((root / PHOTOGRAPH_PATH).with_suffix(".png"))


def bad_SF116_exchanged(root: Path) -> None:
    (root / PHOTOGRAPH_PATH).write_bytes(PHOTOGRAPH + b".")


def good_SF116_named_by_nobody(root: Path) -> None:
    data = b"another invented photograph"
    write(root, layout.evidence_path(hashlib.sha256(data).hexdigest(), ""), data)


def bare(folder: Path) -> None:
    """Make what git takes for a repository without files."""
    for name in ("objects", "refs"):
        (folder / name).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")


def bad_SF025_the_ledger_itself(root: Path) -> None:
    bare(root)


def bad_SF025_deep_below(root: Path) -> None:
    bare(root / "documents" / "2026" / "letters")


def bad_SF025_nested(root: Path) -> None:
    (root / "documents").mkdir()
    (root / "documents" / ".git").write_text("gitdir: /elsewhere\n", encoding="utf-8")


def bad_SF025_nested_in_capitals(root: Path) -> None:
    (root / "documents" / ".GIT").mkdir(parents=True)


def bad_SF025_above_the_ledger(root: Path) -> None:
    (root.parent / ".git").mkdir()
    (root.parent / "json.py").touch()


def bad_SF025_module(root: Path) -> None:
    (root / "json.py").touch()


def bad_SF025_compiled(root: Path) -> None:
    (root / "multiprocessing.cpython-311-x86_64-linux-gnu.so").touch()


def bad_SF025_package(root: Path) -> None:
    (root / "sfcheck").mkdir()
    (root / "sfcheck" / "__init__.py").touch()


def bad_SF025_what_we_rest_on(root: Path) -> None:
    (root / "pydantic.py").touch()


def bad_SF025_at_start(root: Path) -> None:
    (root / "sitecustomize.py").touch()


def good_SF025_a_folder_of_letters(root: Path) -> None:
    (root / "calendar").mkdir()
    (root / "calendar" / "refs").mkdir()
    (root / "calendar" / "HEAD").write_text("抬头", encoding="utf-8")


def good_SF025_a_module_of_nobody_else(root: Path) -> None:
    (root / "our_own_figures_of_2026.py").touch()
    (root / "documents").mkdir()
    (root / "documents" / "json.py").touch()


def good_SF025_above_the_repository(root: Path) -> None:
    (root / ".git").mkdir()
    (root.parent / "json.py").touch()


def good_SF117_one_after_the_other(root: Path) -> None:
    assert (root / PATH).is_file()


def bad_SF117_a_record_taken_out(root: Path) -> None:
    (root / layout.issue_path(make(2026, "037", 146))).unlink()


def good_SF125_the_region(root: Path) -> None:
    assert b"level: region" in (root / layout.CHARTER).read_bytes()


def bad_SF125_a_city(root: Path) -> None:
    again(root, layout.CHARTER, b"level: region", b"level: city")


def good_SF126_an_officer(root: Path) -> None:
    assert b"officers:" in (root / layout.CHARTER).read_bytes()


def bad_SF126_nobody_of_the_office(root: Path) -> None:
    again(root, layout.CHARTER, f'"{w.NAMED}"'.encode(), f'"{w.INSPECTOR}"'.encode())


def good_SF127_a_code_of_its_own(root: Path) -> None:
    assert b"local: true" in (root / layout.PLACES).read_bytes()


def bad_SF127_under_another_city(root: Path) -> None:
    again(root, layout.PLACES, b'parent: "640100"', b'parent: "640200"')


def bad_SF026_device(root: Path) -> None:
    write(root, "handovers/aux/0001.yaml", b"place: aux\n")


def bad_SF026_end(root: Path) -> None:
    write(root, "templates/documents/letter.md.j2.", b"x\n")


def bad_SF026_case(root: Path) -> None:
    write(root, "Policy.yaml", b"x: 1\n")


def good_SF026_more(root: Path) -> None:
    write(root, "templates/documents/README.md", b"x\n")
    write(root, "papers/CON.yaml", b"x\n")


def conflict(root: Path, path: str) -> None:
    """Leave a merge of two versions of a file to be decided, the one of ours in the work tree."""
    git = ["git", "-c", "user.name=甲", "-c", "user.email=jia@example.invalid", "-C", str(root)]

    def run(*words: str) -> int:
        return subprocess.run([*git, *words], check=False, capture_output=True).returncode

    assert run("init", "-q", "-b", "main") == run("add", "-A") == run("commit", "-qm", "1") == 0
    for branch, line in (("theirs", b"# theirs\n"), ("main", b"# ours\n")):
        run("checkout", "-q", "-B", branch)
        data = (root / path).read_bytes()
        (root / path).write_bytes(data + line)
        run("commit", "-qam", branch)
        run("checkout", "-q", "-B", "main", "HEAD~1" if branch == "theirs" else "HEAD")
    assert run("merge", "-q", "theirs") == 1
    run("checkout", "-q", "--ours", path)


def bad_SF027_record_in_conflict(root: Path) -> None:
    conflict(root, PATH)


def bad_SF027_registry_in_conflict(root: Path) -> None:
    conflict(root, layout.PLACES)


def bad_SF027_template(root: Path) -> None:
    write(root, "templates/documents/feedback.md.j2", b"<<<<<<< HEAD\n{{ title }}\n")


def bad_SF027_attributes(root: Path) -> None:
    place = root / ".gitattributes"
    place.write_bytes(place.read_bytes() + b">>>>>>> theirs\n")


def good_SF027_decided(root: Path) -> None:
    conflict(root, PATH)
    subprocess.run(["git", "-C", str(root), "add", "-A"], check=True)


def good_SF027_a_line_of_a_letter(root: Path) -> None:
    write(root, "templates/documents/feedback.md.j2", b"<<<<<<<<<<\n=======\n{{ title }}\n")
