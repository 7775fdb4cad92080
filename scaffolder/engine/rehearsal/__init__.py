"""A stack's whole life on the real engine, against the simulated clouds."""
