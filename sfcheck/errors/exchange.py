"""Refusals of spreadsheets and their rows."""

from sfcheck.errors.refusal import USAGE, Refusal
from sfcheck.language import N_

ROWS: dict[str, Refusal] = {
    # Spreadsheets.
    "spreadsheet-unreadable": Refusal(
        USAGE,
        N_("{path} cannot be read."),
        N_("Check the name, and close the file in other programs."),
    ),
    "spreadsheet-empty": Refusal(
        USAGE,
        N_("{path} holds nothing."),
        N_("Give the file that holds the list, or save it again."),
    ),
    "spreadsheet-other-file": Refusal(
        USAGE,
        N_("{path} is no spreadsheet, whatever its name says."),
        N_("Give .xlsx, .xlsm, .xls, .ods or .csv; a text table must be called .csv or .tsv."),
    ),
    "spreadsheet-web-page": Refusal(
        USAGE,
        N_("{path} is a web page or XML text under the name of a spreadsheet."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    "spreadsheet-binary-workbook": Refusal(
        USAGE,
        N_("{path} is a binary workbook (.xlsb), which is not read."),
        N_("Save it as .xlsx."),
    ),
    "spreadsheet-encrypted": Refusal(
        USAGE,
        N_("{path} is protected by a password."),
        N_("Open it in Excel or WPS, take the password off, and save it."),
    ),
    "spreadsheet-damaged": Refusal(
        USAGE,
        N_("{path} is damaged, or was copied only in part."),
        N_("Copy it again, or open it in Excel or WPS and save it as .xlsx."),
    ),
    "spreadsheet-too-large": Refusal(
        USAGE,
        N_("{path} is larger than {limit} MB."),
        N_("Take pictures out of it, or divide it."),
    ),
    "spreadsheet-unpacks-too-large": Refusal(
        USAGE,
        N_("{path} would unpack to {size} MB; at most {limit} MB are read."),
        N_("Take pictures out of it, or divide it."),
    ),
    "spreadsheet-too-many-rows": Refusal(
        USAGE,
        N_("Sheet “{sheet}” of {path} has {rows} rows; at most {limit} are read at once."),
        N_("Delete stray cells far below the table, or divide the list."),
    ),
    "spreadsheet-too-wide": Refusal(
        USAGE,
        N_("Sheet “{sheet}” of {path} spreads over {rows} rows and {columns} columns."),
        N_("Delete stray cells far away from the table."),
    ),
    "spreadsheet-no-head": Refusal(
        USAGE,
        N_("No head of an issue list was found in {path}. Looked for: {names}. Seen: {seen}"),
        N_("Name the sheet with --sheet, or the columns with --mapping."),
    ),
    "sheet-unknown": Refusal(
        USAGE,
        N_("{path} has no sheet “{sheet}”."),
        N_("Its sheets: {sheets}."),
    ),
    "table-encoding": Refusal(
        USAGE,
        N_("{path} is written neither in UTF-8 nor in GB 18030."),
        N_("Save it again as UTF-8; from Excel choose “CSV UTF-8”."),
    ),
    "table-broken": Refusal(
        USAGE,
        N_("{path} cannot be read as a table from row {line} on."),
        N_("Look for a quotation mark that is not closed, or save it as .xlsx."),
    ),
    "mapping-form": Refusal(
        USAGE,
        N_("{path} is not a mapping of fields to headings."),
        N_("Write lines such as `description: Observation`; a column letter will do as well."),
    ),
    "mapping-field": Refusal(
        USAGE,
        N_("{path}: there is no field “{field}”."),
        N_("Perhaps: {near}."),
    ),
    "mapping-heading": Refusal(
        USAGE,
        N_("The heading “{heading}”, mapped to {field}, is not in the sheet."),
        N_("Its headings: {seen}."),
    ),
    # Taking over a spreadsheet.
    "row-without-date": Refusal(
        USAGE,
        N_("No day on which it was found."),
        N_("Fill in the date, or name its column with --mapping."),
    ),
    "row-without-unit": Refusal(
        USAGE,
        N_("No unit that has to rectify it."),
        N_("Fill in the unit, or name its column with --mapping."),
    ),
    "set-without-register": Refusal(
        USAGE,
        N_("--set goes with --register."),
        N_("An old ledger is imported as it stands; `amend` adds what it lacks."),
    ),
    "bad-setting": Refusal(
        USAGE,
        N_("“{given}” is not FIELD=VALUE."),
        N_("The fields are: {known}."),
    ),
}
