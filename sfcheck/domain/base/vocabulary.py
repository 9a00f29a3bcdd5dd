"""The words of the plan: every closed list of values, and what each is called.

The values stand in files and on the command line; the labels are shown to people.
"""

from enum import StrEnum

from sfcheck.language import N_, _


class Status(StrEnum):
    """Where an issue stands; `draft` is what comes before the first event, never on file."""

    DRAFT = "draft"
    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    RECTIFYING = "rectifying"
    DISPUTED = "disputed"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    VOIDED = "voided"


OPEN = frozenset(
    {
        Status.REGISTERED,
        Status.CONFIRMED,
        Status.RECTIFYING,
        Status.DISPUTED,
        Status.SUBMITTED,
        Status.ACCEPTED,
    }
)

ANSWERED_FOR = frozenset(Status) - {Status.DRAFT, Status.REGISTERED, Status.VOIDED}
"""What a leader answers for: only that is made public, referred, or costs anybody points."""


class Duty(StrEnum):
    """Whose duty was not performed (plan, part one: the three duties)."""

    ENTERPRISE = "enterprise"
    REGULATOR = "regulator"
    TERRITORY = "territory"


class Severity(StrEnum):
    """How grave the hazard is (Work Safety Law, art. 41: major hazards are listed apart)."""

    GENERAL = "general"
    MAJOR = "major"


class Mode(StrEnum):
    """How it was found (plan 二(三): covert first, overt where needed)."""

    COVERT = "covert"
    OVERT = "overt"


class SiteRecord(StrEnum):
    """What became of the on-site record (Work Safety Law, art. 68)."""

    SIGNED = "signed"
    REFUSED = "refused"
    NOT_PRESENTED = "not_presented"


class Office(StrEnum):
    """What a person may hold; offices open the steps. Inspector and leader are held in a team."""

    INSPECTOR = "inspector"
    LEADER = "leader"
    CLERK = "clerk"
    OVERALL_OFFICER = "overall_officer"
    DEPARTMENT_OFFICER = "department_officer"
    ORGANIZATION = "organization"
    DISCIPLINE = "discipline"
    ASSESSMENT = "assessment"
    STEWARD = "steward"


class CloseReason(StrEnum):
    """Why an issue is struck off (after the reason codes of OSHA and NTSB)."""

    RECTIFIED = "rectified"
    FIXED_ON_SITE = "fixed_on_site"
    CEASED = "ceased"
    GONE = "gone"
    NOT_APPLICABLE = "not_applicable"
    MERGED = "merged"


class SupervisionLevel(StrEnum):
    """Whose list of supervised issues it stands on (挂牌督办)."""

    NATIONAL = "national"
    REGION = "region"
    CITY = "city"
    COUNTY = "county"


class Outcome(StrEnum):
    """What a ruling says: the finding stands, is withdrawn, or only `pending` is settled."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


class Rank(StrEnum):
    """Rank of a person (plan 四(二) asks for 厅级 leaders)."""

    PROVINCIAL = "provincial"
    BUREAU = "bureau"
    DIVISION = "division"
    SECTION = "section"
    STAFF = "staff"


LABELS: dict[str, str] = {
    Status.DRAFT: N_("not yet registered"),
    Status.REGISTERED: N_("registered"),
    Status.CONFIRMED: N_("confirmed"),
    Status.RECTIFYING: N_("rectifying"),
    Status.DISPUTED: N_("disputed"),
    Status.SUBMITTED: N_("submitted"),
    Status.ACCEPTED: N_("accepted"),
    Status.CLOSED: N_("closed"),
    Status.VOIDED: N_("voided"),
    Duty.ENTERPRISE: N_("enterprise's duty"),
    Duty.REGULATOR: N_("regulator's duty"),
    Duty.TERRITORY: N_("territory's duty"),
    Severity.GENERAL: N_("general hazard"),
    Severity.MAJOR: N_("major hazard"),
    Mode.COVERT: N_("covert visit"),
    Mode.OVERT: N_("overt visit"),
    SiteRecord.SIGNED: N_("site record signed"),
    SiteRecord.REFUSED: N_("signature refused"),
    SiteRecord.NOT_PRESENTED: N_("site record not presented"),
    Office.INSPECTOR: N_("inspector"),
    Office.LEADER: N_("team leader"),
    Office.CLERK: N_("clerk"),
    Office.OVERALL_OFFICER: N_("officer of the overall office"),
    Office.DEPARTMENT_OFFICER: N_("department officer"),
    Office.ORGANIZATION: N_("organization officer"),
    Office.DISCIPLINE: N_("discipline officer"),
    Office.ASSESSMENT: N_("assessment officer"),
    Office.STEWARD: N_("steward of roster and policy"),
    CloseReason.RECTIFIED: N_("rectified"),
    CloseReason.FIXED_ON_SITE: N_("fixed during the inspection"),
    CloseReason.CEASED: N_("operation ceased"),
    CloseReason.GONE: N_("site or equipment gone"),
    CloseReason.NOT_APPLICABLE: N_("no longer applicable by law"),
    CloseReason.MERGED: N_("merged into another issue"),
    Outcome.STANDS: N_("the finding stands"),
    Outcome.WITHDRAWN: N_("the finding is withdrawn"),
    Outcome.SETTLED: N_("pending steps settled"),
    Rank.PROVINCIAL: N_("provincial rank"),
    Rank.BUREAU: N_("bureau rank"),
    Rank.DIVISION: N_("division rank"),
    Rank.SECTION: N_("section rank"),
    Rank.STAFF: N_("staff"),
    "register": N_("register"),
    "import": N_("import"),
    "confirm": N_("confirm"),
    "notify": N_("notify"),
    "acknowledge": N_("acknowledge"),
    "rectification-plan": N_("rectification plan"),
    "extend": N_("extend"),
    "object": N_("object"),
    "rule": N_("rule"),
    "submit": N_("submit"),
    "return": N_("return"),
    "accept": N_("accept"),
    "look-back": N_("look back"),
    "close": N_("close"),
    "reopen": N_("reopen"),
    "void": N_("void"),
    "amend": N_("amend"),
    "national": N_("national level"),
    "region": N_("regional level"),
    "city": N_("city level"),
    "county": N_("county level"),
    "supervise": N_("supervise"),
    "seen-again": N_("seen again"),
    "progress": N_("report progress"),
    "lift": N_("lift supervision"),
    "remind": N_("remind"),
    "note": N_("note"),
    "attach": N_("attach"),
    "offer": N_("offer"),
    "withdraw": N_("withdraw"),
    "receive": N_("receive"),
}


HANDOVER_STATES = {
    "offer": N_("offered"),
    "withdraw": N_("withdrawn"),
    "receive": N_("received"),
}
"""Where a handover stands after each of its steps."""


BULLETIN_STEPS = {
    "draft": N_("draft"),
    "consolidate": N_("put together"),
    "sign": N_("sign off"),
    "publish": N_("publish"),
    "drop": N_("drop"),
}
"""The steps of a bulletin; apart, for `draft` is what an issue is before its first event."""

BULLETIN_STATES = {
    "draft": N_("drafted"),
    "consolidate": N_("put together"),
    "sign": N_("signed off"),
    "publish": N_("published"),
    "drop": N_("dropped"),
}
"""Where a bulletin stands after each of its steps."""


SCORE_STEPS = {
    "open": N_("open the assessment"),
    "rate": N_("rate"),
    "settle": N_("settle"),
    "drop": N_("drop"),
}
"""The steps of an assessment."""

SCORE_STATES = {
    "open": N_("opened"),
    "rate": N_("being rated"),
    "settle": N_("settled"),
    "drop": N_("dropped"),
}
"""Where an assessment stands after each of its steps."""


def label(value: str) -> str:
    """Return what `value` (a status, duty, office, step …) is called in the user's language."""
    return _(LABELS[value]) if value in LABELS else value


FIELDS: dict[str, str] = {
    "number": N_("Number"),
    "title": N_("Title"),
    "status": N_("Status"),
    "overdue": N_("Overdue"),
    "due": N_("Due"),
    "duty": N_("Duty"),
    "severity": N_("Severity"),
    "nature": N_("Nature"),
    "sector": N_("Sector"),
    "criterion": N_("Criterion"),
    "standard": N_("Standard"),
    "version": N_("Version"),
    "clause": N_("Clause"),
    "place": N_("Place"),
    "place_name": N_("Name of the place"),
    "holder": N_("Holder of the place"),
    "head": N_("Head of the place"),
    "unit": N_("Unit"),
    "uscc": N_("Credit code"),
    "body": N_("Body"),
    "found": N_("Finding"),
    "found_on": N_("Found on"),
    "found_by": N_("Found by"),
    "round": N_("Round"),
    "team": N_("Team"),
    "mode": N_("Visit"),
    "source": N_("Source"),
    "site_record": N_("Site record"),
    "responsible": N_("Responsible"),
    "rectify": N_("Rectifies"),
    "accept": N_("Accepts"),
    "assist": N_("Assists"),
    "description": N_("Description"),
    "suggestion": N_("Suggestion"),
    "related": N_("Related"),
    "recurs": N_("Recurrence of"),
    "as_written": N_("As written"),
    "supervised": N_("Supervised"),
    "pending": N_("Pending"),
    "digest": N_("Digest"),
    "events": N_("Events"),
    "by": N_("By"),
    "for": N_("For"),
    "file": N_("File"),
    "sha256": N_("SHA-256"),
    "sheet": N_("Sheet"),
    "row": N_("Row"),
    "part": N_("Part"),
    "attest": N_("Attestation"),
    "notice": N_("Notice"),
    "sent_to": N_("Sent to"),
    "demand": N_("Demand"),
    "measures": N_("Measures"),
    "funds": N_("Funds"),
    "time_limit": N_("Time limit"),
    "contingency": N_("Contingency plan"),
    "asked_on": N_("Asked on"),
    "asked_by": N_("Asked by"),
    "approved_by": N_("Approved by"),
    "within": N_("Counted in working days"),
    "provisional": N_("Provisional"),
    "due_soon": N_("Due soon"),
    "due_in_round": N_("Due before the round ends"),
    "reason": N_("Reason"),
    "interim": N_("Interim protection"),
    "grounds": N_("Grounds"),
    "outcome": N_("Outcome"),
    "ruling": N_("Ruling"),
    "settles": N_("Settles"),
    "done": N_("What was done"),
    "evidence": N_("Evidence"),
    "opinion": N_("Opinion"),
    "on_site": N_("On the spot"),
    "checked_on": N_("Checked on"),
    "rectified": N_("Thoroughly rectified"),
    "solved": N_("Problem solved"),
    "finding": N_("What was seen"),
    "why": N_("Why"),
    "duplicate_of": N_("Duplicate of"),
    "field": N_("Field"),
    "old": N_("Before"),
    "new": N_("After"),
    "elsewhere": N_("The same elsewhere"),
    "approval": N_("Approval"),
    "level": N_("Level"),
    "until": N_("Until"),
    "accepted_by": N_("Accepted by"),
    "accepted_on": N_("Accepted on"),
    "acceptance": N_("Paper of acceptance"),
    "text": N_("Text"),
    "name": N_("Name"),
    "caption": N_("Caption"),
    "files": N_("Files"),
    "class": N_("Class"),
    "taken": N_("Taken"),
}
"""What the fields of an issue and of its events are called, by their keys in the files."""


def field_label(field: str) -> str:
    """Return what a field is called in the user's language; an unknown one keeps its key."""
    return _(FIELDS[field]) if field in FIELDS else field
