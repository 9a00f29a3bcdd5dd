"""What records made step by step share: steps, pins, and what is issued."""
