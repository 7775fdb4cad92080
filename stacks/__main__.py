"""Reads the settings of this stack, deploys the service, and exports what callers and operators need."""

import pulumi

from inference.deployment import deploy
from inference.setting import SettingsError
from inference.settings import Settings


def main() -> None:
    """Deploy the stack that Pulumi selected."""
    try:
        settings = Settings.from_config(pulumi.Config().get, name=pulumi.get_project(), stack=pulumi.get_stack())
        outputs = deploy(settings)
    except SettingsError as error:
        raise pulumi.RunError(f"this stack's settings cannot be served:\n{error}") from None
    pulumi.export("url", outputs.url)
    pulumi.export("regional_urls", dict(outputs.regional_urls))
    pulumi.export("image", outputs.image)
    pulumi.export("registry", outputs.registry)
    pulumi.export("dashboard_url", outputs.dashboard_url)


main()
