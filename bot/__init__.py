"""The composition root: settings, clock, the app, the processes and the command line."""
