"""What authors of templates need: a start, a list, a linter, and tests of a template and of its updates."""
