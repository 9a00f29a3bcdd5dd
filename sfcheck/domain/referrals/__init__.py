"""Referrals (移交组织部、纪委监委): the record and its law."""
