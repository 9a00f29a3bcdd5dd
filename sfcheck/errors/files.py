"""Refusals of files: what is no YAML, no text, no regular file."""

from sfcheck.errors.refusal import LAW, UNREADABLE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Files and records.
    "not-utf8": Refusal(
        UNREADABLE,
        N_("{path} is not UTF-8 text (byte {byte})."),
        N_(
            "Save it again as UTF-8 (in Notepad under Save as); "
            "a file of the ledger can be restored from git."
        ),
    ),
    # YAML files.
    "no-such-file": Refusal(
        UNREADABLE,
        N_("There is no file {path}."),
        N_("Check the name; a file of the ledger can be restored from git."),
    ),
    "is-a-link": Refusal(
        UNREADABLE,
        N_("{path} is a link, and links are not followed."),
        N_("Put the file or folder itself there."),
    ),
    "not-a-file": Refusal(
        UNREADABLE,
        N_("{path} is no regular file."),
        N_("Put a file there, or give the name of one."),
    ),
    "not-a-folder": Refusal(
        UNREADABLE,
        N_("{path} is no folder."),
        N_('Move it away; `git restore ":/{path}"` brings back what the ledger has there.'),
    ),
    "unreadable-file": Refusal(
        UNREADABLE,
        N_("{path} cannot be read: {problem}."),
        N_("Check who may read the file, and whether another program holds it."),
    ),
    "too-big": Refusal(
        UNREADABLE,
        N_("{path} has {size} bytes; at most {limit} are read."),
        N_("Look what got into it; a file of the ledger can be restored from git."),
    ),
    "record-full": Refusal(
        LAW,
        N_("{path} would grow to {size} bytes; a record that can be read has at most {limit}."),
        N_("Attach long texts as files, or narrow what the paper is about; nothing was changed."),
    ),
    "has-bom": Refusal(
        UNREADABLE,
        N_("{path} begins with a byte order mark."),
        N_("Save it again as UTF-8 without BOM."),
    ),
    "has-cr": Refusal(
        UNREADABLE,
        N_("{path}, line {line}: the line ends as on Windows (CR)."),
        N_("Save it with LF line ends; a file of the ledger can be restored from git."),
    ),
    "control-character": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the control character {character}."),
        N_("Remove the character, or write it as an escape in double quotes."),
    ),
    "bad-yaml": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: not valid YAML: {problem}."),
        N_("Correct that place: often a quote, a bracket or the indent; or restore it from git."),
    ),
    "yaml-too-deep": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: nested more than {limit} deep."),
        N_("No file of a ledger is nested like this; restore it from git."),
    ),
    "yaml-brackets": Refusal(
        UNREADABLE,
        N_("{path} has {count} brackets; at most {limit} are read."),
        N_("Look what got into it; a file of the ledger can be restored from git."),
    ),
    "yaml-documents": Refusal(
        UNREADABLE,
        N_("{path}, line {line}: a second document begins; a file holds one."),
        N_("Remove the line of three hyphens, or make two files."),
    ),
    "yaml-directive": Refusal(
        UNREADABLE,
        N_("{path}, line {line}: a YAML directive (%)."),
        N_("Remove the lines that begin with %."),
    ),
    "yaml-tag": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the tag “{name}”."),
        N_("Remove the tag, or put text that begins with ! in double quotes."),
    ),
    "yaml-anchor": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: “{name}” is an anchor or an alias."),
        N_("Write the value out where it is meant, or put text with & or * in double quotes."),
    ),
    "yaml-merge-key": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the merge key “{name}”."),
        N_("Write the keys out."),
    ),
    "duplicate-key": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the key “{name}” is there already."),
        N_("Keep one of the two."),
    ),
    "bad-key": Refusal(
        UNREADABLE,
        N_("{path}, line {line}, column {column}: the key “{name}” is not text."),
        N_("Put the key in double quotes."),
    ),
    "not-a-mapping": Refusal(
        UNREADABLE,
        N_("{path} holds no fields: a mapping of keys and values is expected."),
        N_("Write it as `key: value` lines; a file of the ledger can be restored from git."),
    ),
    "not-editable": Refusal(
        UNREADABLE,
        N_("{path} cannot be rewritten without losing a comment or a value in it."),
        N_("Make the change in a text editor, then run `sfcheck validate`."),
    ),
}
