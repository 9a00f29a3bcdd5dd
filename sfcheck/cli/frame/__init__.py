"""What all commands share: the table of commands, options, questions, and how things are told."""
