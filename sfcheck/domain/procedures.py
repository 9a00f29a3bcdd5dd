"""Every kind of record that is made step by step, by the folder its files lie in."""

from collections.abc import Mapping
from typing import Any

from sfcheck.domain.bulletins.law import BULLETIN
from sfcheck.domain.procedure.law import Procedure
from sfcheck.domain.referrals.law import REFERRAL
from sfcheck.domain.scores.law import SCORE
from sfcheck.domain.visits.law import VISIT

PROCEDURES: Mapping[str, Procedure[Any]] = {
    each.folder: each for each in (BULLETIN, REFERRAL, SCORE, VISIT)
}
