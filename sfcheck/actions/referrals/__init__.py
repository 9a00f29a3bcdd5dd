"""Referring problems: who may be referred, and each step of a referral."""
