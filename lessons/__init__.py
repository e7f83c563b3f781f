"""The phrasebook, exercises, grading, memory, the daily phrase and practice."""
