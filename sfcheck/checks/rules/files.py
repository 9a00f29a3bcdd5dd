"""SF0xx, first half: can a file be read at all, and as the YAML every parser reads alike."""

import re
from collections.abc import Iterator

from sfcheck.checks.seen.reading import File
from sfcheck.checks.seen.rule import Flaw, RuleScope, rule
from sfcheck.errors import Refused
from sfcheck.language import _

MARKER = re.compile(rb"^(?:<{7}|>{7}) ", re.MULTILINE)
"""Lines by which git marks two versions that it could not merge."""


def _told(file: File, *codes: str) -> Iterator[tuple[Refused, tuple[int, int]]]:
    """Yield what the parser said of a file under one of `codes`, with line and column."""
    for problem in file.problems:
        if problem.code in codes:
            yield problem, (int(str(problem.facts["line"])), int(str(problem.facts["column"])))


@rule("SF001", RuleScope.TEXT)
def not_utf8(file: File) -> Iterator[Flaw]:
    """A file is text in UTF-8.

    Why: In another encoding the Chinese in it is read as nonsense, or not at all.
    Bad: a record saved by a Windows editor as “ANSI”, which is GBK.
    Good: the same record saved as UTF-8.
    Fix: Save the file again as UTF-8, or restore it from git.
    """
    for problem, at in _told(file, "not-utf8"):
        encoding = problem.facts.get("encoding")
        message = _("these bytes are not UTF-8; perhaps {encoding}")
        if not encoding:
            message = _("these bytes are not UTF-8, nor any encoding that is known here")
        yield Flaw(message.format(encoding=encoding), at=at)


@rule("SF002", RuleScope.TEXT)
def byte_order_mark(file: File) -> Iterator[Flaw]:
    """A file begins with its first character, without a byte order mark.

    Why: Some programs take the mark for a part of the first key, so that the key is not found.
    Bad: a record saved by a Windows editor as “UTF-8 with BOM”.
    Good: the same record saved as “UTF-8”.
    Fix: Save the file again as UTF-8 without BOM, or restore it from git.
    """
    for _problem, at in _told(file, "has-bom"):
        yield Flaw(_("a byte order mark stands before the first character"), at=at)


@rule("SF003", RuleScope.TEXT)
def carriage_return(file: File) -> Iterator[Flaw]:
    """Lines end with a line feed alone.

    Why: Every line of a file that ends as on Windows differs from the same line in git.
    Bad: a record saved with Windows line ends (CR LF).
    Good: the same record with Unix line ends (LF).
    Fix: Save the file with LF line ends, or restore it from git.
    """
    for _problem, at in _told(file, "has-cr"):
        yield Flaw(_("this line ends with a carriage return (CR)"), at=at)


@rule("SF004", RuleScope.TEXT)
def control_character(file: File) -> Iterator[Flaw]:
    """A file holds no control characters.

    Why: They cannot be seen, can steer a terminal, and parsers disagree about them.
    Bad: a title in which an escape character was pasted.
    Good: the same title without it.
    Fix: Remove the character.
    """
    for problem, at in _told(file, "control-character"):
        message = _("the control character {character} stands here")
        yield Flaw(message.format_map(problem.facts), at=at)


@rule("SF005", RuleScope.TEXT)
def too_big(file: File) -> Iterator[Flaw]:
    """No file of a ledger is larger than a mebibyte.

    Why: A record has a few thousand bytes; a larger file is a mistake or an attack.
    Bad: a photograph saved under the name of a record.
    Good: the record; the photograph goes to evidence/ with `sfcheck attach`.
    Fix: Look what got into the file, and restore it from git.
    """
    for problem, at in _told(file, "too-big"):
        message = _("the file has {size} bytes; at most {limit} are read")
        yield Flaw(message.format_map(problem.facts), at=at)
    for problem, at in _told(file, "yaml-brackets"):
        message = _("the file has {count} brackets; at most {limit} are read")
        yield Flaw(message.format_map(problem.facts), at=at)


@rule("SF006", RuleScope.TEXT)
def no_plain_file(file: File) -> Iterator[Flaw]:
    """What stands in a ledger is a plain file that can be opened: no link, no folder, no device.

    Why: A link can lead out of the ledger, and to something else on every machine.
    Bad: a record that is a symbolic link to another record.
    Good: the record itself.
    Fix: Put the file itself there, and check who may read it.
    """
    for _problem, at in _told(file, "is-a-link"):
        yield Flaw(_("this is a link, and links are not followed"), at=at)
    for _problem, at in _told(file, "not-a-file"):
        yield Flaw(_("this is no plain file"), at=at)
    for problem, at in _told(file, "unreadable-file"):
        message = _("the file cannot be opened: {problem}")
        yield Flaw(message.format_map(problem.facts), at=at)
    for _problem, at in _told(file, "no-such-file"):
        yield Flaw(_("the file went away while the ledger was checked"), at=at)


@rule("SF007", RuleScope.TEXT)
def conflict_marker(file: File) -> Iterator[Flaw]:
    """No merge is left half done in a file.

    Why: Between the markers stand two versions, and nobody has decided between them.
    Bad:
        <<<<<<< HEAD
        severity: general
        =======
        severity: major
        >>>>>>> theirs
    Good:
        severity: major
    Fix: Decide between the versions, remove the lines with the markers, then finish the merge.
    """
    if found := MARKER.search(file.data):
        line = file.data.count(b"\n", 0, found.start()) + 1
        yield Flaw(_("a conflict marker of git stands here"), at=(line, 1))


@rule("SF008", RuleScope.TEXT)
def broken_yaml(file: File) -> Iterator[Flaw]:
    """A file is valid YAML.

    Why: A file with a broken quote, bracket or indent cannot be read from there on.
    Bad:
        title: "甲醇罐区可燃气体报警器失效
    Good:
        title: 甲醇罐区可燃气体报警器失效
    Fix: Correct that place, often a quote, a bracket or the indent; or restore the file from git.
    """
    if MARKER.search(file.data):
        return
    for problem, at in _told(file, "bad-yaml"):
        yield Flaw(_("this is not valid YAML: {problem}").format_map(problem.facts), at=at)
    for problem, at in _told(file, "yaml-too-deep"):
        yield Flaw(_("this is nested more than {limit} deep").format_map(problem.facts), at=at)


@rule("SF009", RuleScope.TEXT)
def duplicate_key(file: File) -> Iterator[Flaw]:
    """A key stands once in its mapping.

    Why: Of two values under one key some programs read the first and others the last.
    Bad:
        severity: general
        severity: major
    Good:
        severity: major
    Fix: Keep one of the two; git shows which was there before.
    """
    for problem, at in _told(file, "duplicate-key"):
        yield Flaw(_("the key “{name}” stands here again").format_map(problem.facts), at=at)


@rule("SF010", RuleScope.TEXT)
def yaml_tag(file: File) -> Iterator[Flaw]:
    """Values carry no YAML tags.

    Why: A tag makes a program build something other than text; most drop it without a word.
    Bad:
        title: !secret 甲醇罐区可燃气体报警器失效
    Good:
        title: 甲醇罐区可燃气体报警器失效
    Fix: Remove the tag, or put text that begins with ! in double quotes.
    """
    for problem, at in _told(file, "yaml-tag"):
        yield Flaw(_("the tag “{name}” stands here").format_map(problem.facts), at=at)


@rule("SF011", RuleScope.TEXT)
def yaml_anchor(file: File) -> Iterator[Flaw]:
    """Every value is written out: no anchors, no aliases.

    Why: A few aliases of aliases unfold to gigabytes, and nobody reads what they stand for.
    Bad:
        title: &same 甲醇罐区可燃气体报警器失效
        description: *same
    Good:
        title: 甲醇罐区可燃气体报警器失效
        description: 甲醇罐区可燃气体报警器失效
    Fix: Write the value out where it is meant; put text with & or * in double quotes.
    """
    for problem, at in _told(file, "yaml-anchor"):
        yield Flaw(_("“{name}” is an anchor or an alias").format_map(problem.facts), at=at)


@rule("SF012", RuleScope.TEXT)
def several_documents(file: File) -> Iterator[Flaw]:
    """A file holds one document.

    Why: What stands behind the line of three hyphens is read by nobody.
    Bad:
        title: 甲醇罐区可燃气体报警器失效
        ---
        title: 另一个问题
    Good:
        title: 甲醇罐区可燃气体报警器失效
    Fix: Remove the line of three hyphens and what follows it.
    """
    for _problem, at in _told(file, "yaml-documents"):
        yield Flaw(_("a second document begins here"), at=at)


@rule("SF013", RuleScope.TEXT)
def no_mapping(file: File) -> Iterator[Flaw]:
    """A file holds fields: keys with values.

    Why: A list, a single text or an empty file is no record.
    Bad: an empty file under the name of a record.
    Good: the record, beginning with its number.
    Fix: Restore the file from git.
    """
    for _problem, at in _told(file, "not-a-mapping"):
        yield Flaw(_("the file holds no fields"), at=at)


@rule("SF014", RuleScope.TEXT)
def yaml_trick(file: File) -> Iterator[Flaw]:
    """A file does without merge keys and directives.

    Why: They change how the rest is read, and each program reads them in its own way.
    Bad:
        <<: {title: 甲醇罐区可燃气体报警器失效}
    Good:
        title: 甲醇罐区可燃气体报警器失效
    Fix: Write the keys out, and remove lines that begin with %.
    """
    for _problem, at in _told(file, "yaml-merge-key"):
        yield Flaw(_("a merge key (<<) stands here"), at=at)
    for _problem, at in _told(file, "yaml-directive"):
        yield Flaw(_("a YAML directive (%) stands here"), at=at)


@rule("SF015", RuleScope.TEXT)
def key_not_text(file: File) -> Iterator[Flaw]:
    """Keys are text.

    Why: A number or a truth value as a key is another key to each program.
    Bad:
        as_written: {3: 三级}
    Good:
        as_written: {"3": 三级}
    Fix: Put the key in double quotes.
    """
    for problem, at in _told(file, "bad-key"):
        yield Flaw(_("the key “{name}” is not text").format_map(problem.facts), at=at)
