"""The rules, by what they judge; one function and one code each."""
