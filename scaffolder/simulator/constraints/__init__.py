"""What the clouds refuse beyond types, as data: limits, patterns and allowed values by property path.

One TOML file a provider package (`aws.toml`, `gcp.toml`, `azure-native.toml`), and a project's own in its
`constraints/` folder. `docs/constraints.md` lists them all and says how to write your own.
"""
