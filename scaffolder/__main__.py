"""Lets `python -m scaffolder` stand for the `scaffold` command."""

from scaffolder.cli import main

if __name__ == "__main__":
    main()
