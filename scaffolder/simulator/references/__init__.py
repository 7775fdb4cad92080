"""References: what a program's inputs name, and whether the program makes it or a project says that it is there."""
