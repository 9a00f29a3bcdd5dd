"""What the actions on records made step by step share."""
