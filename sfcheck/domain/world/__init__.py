"""What is in force around a record: people, bodies, places, rounds, custody, policy."""
