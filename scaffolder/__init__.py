"""Scaffolder: a production-grade, containerised inference service as Pulumi code that its users own."""

__version__ = "0.1.0"
