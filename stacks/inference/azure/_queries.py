"""The questions asked of the workspace, in KQL: by the alerts, and by the dashboard."""

from __future__ import annotations

from ..objectives import BurnRate
from ..settings import Settings
from .cluster import reachable_from_internet
from .service import app_name

# Front Door's log arrives some minutes late, so every window ends this long ago.
_LATE_MINUTES = 5
_SERVER_ERROR = "Status >= 500"


def requests(settings: Settings) -> str:
    """Every request with its `Status` and `DurationMs`, as its caller saw it.

    From Front Door's log where that is the way in, else from the ingress of the regions.
    https://learn.microsoft.com/azure/frontdoor/standard-premium/how-to-logs#access-log,
    https://learn.microsoft.com/azure/container-apps/log-monitoring#http-logs
    """
    if settings.access == "private" or reachable_from_internet(settings):
        # The table is there from the first request on.
        return (
            "union isfuzzy=true ContainerAppHTTPLogs"
            f' | where ContainerAppName == "{app_name(settings)}"'
            " | extend Status = toint(StatusCode), DurationMs = todouble(RequestDuration)"
        )
    return (
        'union isfuzzy=true AzureDiagnostics | where Category == "FrontDoorAccessLog"'
        ' | where tobool(column_ifexists("isReceivedFromClient_b", true))'
        ' | extend Status = toint(column_ifexists("httpStatusCode_s", "")),'
        ' DurationMs = todouble(column_ifexists("timeTaken_s", "")) * 1000'
    )


def availability_burn(settings: Settings, burn: BurnRate) -> str:
    """A row when requests fail so fast that the error budget is soon gone."""
    return _burn(settings, burn, bad=_SERVER_ERROR, budget=1 - settings.availability_target)


def latency_burn(settings: Settings, burn: BurnRate, *, quantile_percent: int) -> str:
    """A row when more requests are slower than the target than the quantile allows, times the burn rate."""
    bad = f"DurationMs > {settings.latency_target_ms}"
    return _burn(settings, burn, bad=bad, budget=1 - quantile_percent / 100)


def _burn(settings: Settings, burn: BurnRate, *, bad: str, budget: float) -> str:
    # A share is never above one, however small the objective.
    limit = f"{min(1.0, burn.factor * budget):.6g}"
    return (
        f"let until = ago({_LATE_MINUTES}m); let recently = until - {burn.short_minutes}m; {requests(settings)}"
        f" | where TimeGenerated between ((until - {burn.long_minutes}m) .. until)"
        f" | summarize All = count(), Bad = countif({bad}),"
        f" ShortAll = countif(TimeGenerated > recently), ShortBad = countif(({bad}) and TimeGenerated > recently)"
        " | where All > 0 and ShortAll > 0"
        f" | where todouble(Bad) / All >= {limit} and todouble(ShortBad) / ShortAll >= {limit}"
    )


def availability(settings: Settings) -> str:
    """The share of requests that succeeded, in percent, by five minutes."""
    return (
        f"{requests(settings)} | summarize Succeeded = 100.0 * countif(not({_SERVER_ERROR})) / count()"
        " by bin(TimeGenerated, 5m)"
    )


def request_rate(settings: Settings) -> str:
    """Requests by five minutes."""
    return f"{requests(settings)} | summarize Requests = count() by bin(TimeGenerated, 5m)"


def errors(settings: Settings) -> str:
    """Requests that failed, by status and five minutes."""
    return (
        f"{requests(settings)} | where Status >= 400"
        " | summarize Errors = count() by bin(TimeGenerated, 5m), tostring(Status)"
    )


def latency(settings: Settings) -> str:
    """The usual percentiles of the time taken, in milliseconds, by five minutes."""
    return (
        f"{requests(settings)} | summarize p50 = percentile(DurationMs, 50), p95 = percentile(DurationMs, 95),"
        " p99 = percentile(DurationMs, 99) by bin(TimeGenerated, 5m)"
    )


def cost_drivers(settings: Settings) -> str:
    """What the bill grows with, by hour: requests, and the logs that are kept; replicas have a panel of their own."""
    return (
        f"union ({requests(settings)} | summarize Amount = count() / 1000.0 by bin(TimeGenerated, 1h)"
        ' | extend Driver = "thousand requests"),'
        " (Usage | where IsBillable | summarize Amount = sum(Quantity) / 1000 by bin(TimeGenerated, 1h),"
        ' Driver = strcat("GB of ", DataType))'
    )
