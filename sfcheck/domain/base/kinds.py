"""Of what kind bodies, places and attached files are: closed lists that the plan does not name."""

from enum import StrEnum

from sfcheck.language import N_

BODY_KINDS: dict[str, str] = {
    "party": N_("Party organ"),
    "government": N_("government department"),
    "office": N_("staff office"),
    "agency": N_("state agency"),
    "locality": N_("locality"),
    "locality_party": N_("party committee of a locality"),
    "locality_government": N_("government of a locality"),
    "enterprise_group": N_("group of enterprises"),
}
"""Of what kind a body is."""

LEVELS: dict[str, str] = {
    "region": N_("region"),
    "city": N_("city"),
    "county": N_("county"),
    "zone": N_("zone"),
}
"""Of what level a place is."""


class Shown(StrEnum):
    """What an attached file shows; `paper` is what is no photograph of the site."""

    SCENE = "scene"
    PROBLEM = "problem"
    RECTIFIED = "rectified"
    LOOK_BACK = "look-back"
    PAPER = "paper"


SHOWN: dict[str, str] = {
    Shown.SCENE: N_("the scene"),
    Shown.PROBLEM: N_("the problem"),
    Shown.RECTIFIED: N_("what was rectified"),
    Shown.LOOK_BACK: N_("seen at the look-back"),
    Shown.PAPER: N_("a paper"),
}
"""What the classes are called; apart, for some are called as a step or a reason is."""
