"""Where templates come from: built in, a folder, a git repository pinned to a commit, or an installed package."""
