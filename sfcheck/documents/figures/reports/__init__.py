"""The kinds of report, by what they are about; each module has its `REPORTS`."""
