"""The rules of this service's stacks, and how each cloud is held to them."""
