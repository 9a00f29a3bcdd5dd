"""Every kind of record that is made step by step, by the folder its files lie in."""

from collections.abc import Mapping

from sfcheck.domain.bulletins import BULLETIN
from sfcheck.domain.procedure import Procedure
from sfcheck.domain.referrals import REFERRAL
from sfcheck.domain.scores import SCORE
from sfcheck.domain.visits import VISIT

PROCEDURES: Mapping[str, Procedure] = {
    each.folder: each for each in (BULLETIN, REFERRAL, SCORE, VISIT)
}
