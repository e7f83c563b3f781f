"""The few words every domain shares. Standard library only."""
