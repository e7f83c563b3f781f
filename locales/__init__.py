"""gettext catalogues and nothing else."""
