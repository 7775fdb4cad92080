"""What every room's tests share."""

import hypothesis

# Two slow cores must not turn a property test red: how long an example takes says nothing about the property.
hypothesis.settings.register_profile(
    "repository",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    print_blob=True,
)
hypothesis.settings.load_profile("repository")
