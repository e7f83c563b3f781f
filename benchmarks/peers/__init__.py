"""Bare bots that answer a button with the same two calls as an exercise, and nothing else."""
