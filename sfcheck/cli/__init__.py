"""What a person types: one module a command family; parse, call one action, show."""
