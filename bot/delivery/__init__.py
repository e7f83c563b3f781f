"""Notices that are due leave for Telegram: rendered, within its limits, each with an outcome that is written down."""
