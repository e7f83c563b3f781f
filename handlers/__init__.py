"""The edge people touch: each file is one conversation, with its buttons, router, handlers and words."""
