"""Running a Pulumi program: the real engine, the embedded one, and the `Preview` that both return."""
