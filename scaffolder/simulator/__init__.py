"""The simulated clouds: schemas read from the installed SDKs, checks, lifecycle, and the plugin around them."""
