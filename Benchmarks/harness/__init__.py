"""Asks every engine the same questions on the same data and compares times and members."""
