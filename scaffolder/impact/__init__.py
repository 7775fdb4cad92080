"""What a change of a project's files does to what it has deployed: its program is previewed before and after."""
