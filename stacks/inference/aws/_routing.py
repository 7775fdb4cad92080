"""The CloudFront Function that picks a region for each request."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ._coordinates import COORDINATES

# The key of the store whose value an operator edits to drain regions: their names, by commas.
DRAINED = "drained"
NOTHING_DRAINED = "none"

# CloudFront refuses POST, PUT, PATCH and DELETE in a behaviour whose target is an origin group ("The parameter
# AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group"), and
# fails over only GET, HEAD and OPTIONS. So the behaviour has one origin, and this function changes it for each request:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html
_CODE = """\
import cf from 'cloudfront';

// Sends a request to the nearest region that is not drained. Requests that may be repeated (GET, HEAD, OPTIONS) go on
// to the second nearest when the first fails; CloudFront cannot do that for the others.
const regions = __REGIONS__;
const store = cf.kvs();

async function drained() {
    try {
        return (await store.get('__DRAINED__')).split(',').map((name) => name.trim());
    } catch (error) {
        return [];
    }
}

function coordinate(headers, name) {
    return headers[name] ? Number(headers[name].value) : NaN;
}

function distance(region, latitude, longitude) {
    const radians = Math.PI / 180;
    return Math.acos(Math.min(1,
        Math.sin(latitude * radians) * Math.sin(region.latitude * radians) +
        Math.cos(latitude * radians) * Math.cos(region.latitude * radians) *
        Math.cos((longitude - region.longitude) * radians)));
}

async function handler(event) {
    const request = event.request;
    const out = await drained();
    const left = regions.filter((region) => !out.includes(region.name));
    // With every region drained by mistake, serving beats refusing.
    const open = left.length > 0 ? left : regions;
    const latitude = coordinate(request.headers, 'cloudfront-viewer-latitude');
    const longitude = coordinate(request.headers, 'cloudfront-viewer-longitude');
    if (!isNaN(latitude) && !isNaN(longitude)) {
        open.sort((one, other) => distance(one, latitude, longitude) - distance(other, latitude, longitude));
    }
    if (open.length > 1 && ['GET', 'HEAD', 'OPTIONS'].includes(request.method)) {
        cf.createRequestOriginGroup({
            originIds: [{ originId: open[0].name }, { originId: open[1].name }],
            failoverCriteria: { statusCodes: [500, 502, 503, 504] },
        });
    } else {
        cf.selectRequestOriginById(open[0].name);
    }
    return request;
}
"""


def routing_code(regions: Sequence[str]) -> str:
    """The function's code for these regions; a caller whose place is unknown goes to the first."""
    places = [
        {"name": region, "latitude": COORDINATES[region][0], "longitude": COORDINATES[region][1]} for region in regions
    ]
    return _CODE.replace("__REGIONS__", json.dumps(places)).replace("__DRAINED__", DRAINED)
