"""What supervision is: records, events, the law, numbers. Pure: no files, no git, no clock."""
