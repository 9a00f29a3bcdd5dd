"""The dress of official papers (GB/T 9704-2012): letters, forms, stamps."""
