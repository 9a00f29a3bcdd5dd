"""SF5xx: bulletins, referrals, visits, scores, and the templates they are printed from."""
