"""Figures, pictures and sheets: values in, bytes out."""
