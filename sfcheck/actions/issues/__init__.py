"""What is done to issues and asked of them: entering, steps, lists, likeness."""
