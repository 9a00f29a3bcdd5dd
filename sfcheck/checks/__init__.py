"""What must hold: one rule, one function, one code; nothing here writes."""
