"""What the clouds refuse and no single limit says: rules over several properties, or over a whole program.

A rule is a small function that yields findings. `registry.rule` puts it on resource types, `registry.program_rule` on a
whole program of a provider package. A cloud's rules lie in a package of its name, loaded when its first resource comes.
"""
