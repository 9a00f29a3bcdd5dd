"""Refusals of finished papers that are handed in to be checked."""

from sfcheck.errors.refusal import UNREADABLE, USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    "paper-kind": Refusal(
        USAGE,
        N_("{path} is no paper that is checked."),
        N_("Give a .docx, .xlsx or .md; save an old .doc or .wps as .docx first."),
    ),
    "paper-unreadable": Refusal(
        USAGE,
        N_("{path} cannot be read."),
        N_("Check the name, and close the file in other programs."),
    ),
    "paper-empty": Refusal(
        USAGE, N_("{path} holds nothing."), N_("Give the file that holds the paper.")
    ),
    "paper-too-large": Refusal(
        USAGE, N_("{path} is larger than {limit} MB."), N_("Take pictures out of it.")
    ),
    "paper-unpacks-too-large": Refusal(
        USAGE,
        N_("{path} would unpack to {size} MB; at most {limit} MB are read."),
        N_("Take pictures out of it."),
    ),
    "paper-not-text": Refusal(
        USAGE, N_("{path} is no text in UTF-8."), N_("Save it again as UTF-8.")
    ),
    "paper-not-word": Refusal(
        USAGE,
        N_("{path} is no Word document, whatever its name says."),
        N_("Open it in Word or WPS and save it as .docx."),
    ),
    "paper-old-word": Refusal(
        USAGE,
        N_("{path} is a document of the old kind (.doc) under a new name."),
        N_("Open it in Word or WPS and save it as .docx."),
    ),
    "paper-encrypted": Refusal(
        USAGE,
        N_("{path} is protected by a password."),
        N_("Open it, take the password off, and save it."),
    ),
    "paper-damaged": Refusal(
        USAGE,
        N_("{path} is damaged, or was copied only in part."),
        N_("Copy it again, or open it in Word or WPS and save it again."),
    ),
    "paper-macros": Refusal(
        USAGE,
        N_("{path} holds macros, which no paper of ours does."),
        N_("Save it as .docx or .xlsx without macros."),
    ),
    "no-such-past": Refusal(
        UNREADABLE,
        N_("The commit {commit}, of which this paper is, is not in this clone."),
        N_("Fetch the whole history: `git fetch --unshallow`, then try again."),
    ),
}
