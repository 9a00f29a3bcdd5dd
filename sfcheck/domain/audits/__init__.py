"""Audits (抽查复核): a sample of what was closed is looked at again; the record and its law."""
