"""The commands about issues: entering, steps, lists, one issue told."""
