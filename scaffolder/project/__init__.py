"""A project on disk: its record, changes between trees, and applying a tree at once or not at all."""
