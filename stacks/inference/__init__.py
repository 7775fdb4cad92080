"""The inference service: one description, the same components on every cloud."""
