"""What providers without a cloud of their own make: image digests, passwords, keys, Kubernetes' metadata."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffolder.simulator.plausible import guid, public_address
from scaffolder.simulator.subject import Subject, plain

_PETS: Final = ("otter", "heron", "badger", "lynx", "marten", "osprey", "beaver", "curlew")


def id_of(subject: Subject) -> str:
    """Give a resource's id: its name in the cluster, its value, or a UUID of its own."""
    if subject.type.startswith("kubernetes:"):
        metadata = plain(subject.inputs.get("metadata"))
        metadata = metadata if isinstance(metadata, Mapping) else {}
        name = plain(metadata.get("name")) or f"{subject.logical_name}-{subject.hex(8)}"
        namespace = plain(metadata.get("namespace"))
        return f"{namespace}/{name}" if isinstance(namespace, str) else str(name)
    made = _BY_TYPE.get(subject.type)
    values = made(subject) if made else {}
    # A password's id is the word "none": pulumi-random keeps the value out of it.
    return "none" if "bcryptHash" in values else str(values.get("id") or guid(f"{subject.seed}|{subject.urn}"))


def outputs_of(subject: Subject) -> dict[str, Any]:
    """Give the computed outputs that are known by type."""
    made = _BY_TYPE.get(subject.type)
    return made(subject) if made else {}


def _image(subject: Subject) -> dict[str, Any]:
    digest = "sha256:" + subject.hex(64, "image")
    tags = plain(subject.inputs.get("tags"))
    first = plain(tags[0]) if isinstance(tags, list) and tags else None
    reference = f"{first}@{digest}" if isinstance(first, str) else digest
    return {"digest": digest, "ref": reference, "contextHash": subject.hex(64, "context")}


def _length(subject: Subject, name: str, default: int) -> int:
    value = plain(subject.inputs.get(name))
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else default


def _string(subject: Subject) -> dict[str, Any]:
    value = subject.hex(max(_length(subject, "length", 16), 1), "text")
    return {"result": value, "id": value}


def _password(subject: Subject) -> dict[str, Any]:
    return {"result": _string(subject)["result"], "bcryptHash": f"$2a$10${subject.hex(53, 'bcrypt')}"}


def _uuid(subject: Subject) -> dict[str, Any]:
    value = guid(f"{subject.seed}|{subject.urn}")
    return {"result": value, "id": value}


def _random_id(subject: Subject) -> dict[str, Any]:
    digits = subject.hex(2 * max(_length(subject, "byteLength", 8), 1), "id")
    raw = bytes.fromhex(digits)
    prefix = subject.text("prefix")
    url = prefix + base64.urlsafe_b64encode(raw).decode().rstrip("=")
    standard = prefix + base64.b64encode(raw).decode()
    return {"id": url, "b64Url": url, "b64Std": standard, "hex": prefix + digits, "dec": prefix + str(int(digits, 16))}


def _random_integer(subject: Subject) -> dict[str, Any]:
    low, high = _length(subject, "min", 0), _length(subject, "max", 1)
    value = low + int(subject.hex(8, "integer"), 16) % (max(high - low, 0) + 1)
    return {"result": value, "id": str(value)}


def _pet(subject: Subject) -> dict[str, Any]:
    return {"id": f"simulated-{_PETS[int(subject.hex(4, 'pet'), 16) % len(_PETS)]}"}


def _bytes(subject: Subject) -> dict[str, Any]:
    digits = subject.hex(2 * max(_length(subject, "length", 8), 1), "bytes")
    return {"hex": digits, "base64": base64.b64encode(bytes.fromhex(digits)).decode()}


def _pem(subject: Subject, label: str) -> str:
    body = base64.b64encode(bytes.fromhex(subject.hex(192, label))).decode()
    lines = [body[at : at + 64] for at in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def _private_key(subject: Subject) -> dict[str, Any]:
    body = base64.b64encode(bytes.fromhex(subject.hex(64, "openssh"))).decode()
    return {
        "privateKeyPem": _pem(subject, "RSA PRIVATE KEY"),
        "privateKeyPemPkcs8": _pem(subject, "PRIVATE KEY"),
        "privateKeyOpenssh": _pem(subject, "OPENSSH PRIVATE KEY"),
        "publicKeyPem": _pem(subject, "PUBLIC KEY"),
        "publicKeyOpenssh": f"ssh-rsa {body}\n",
    }


def _certificate(subject: Subject) -> dict[str, Any]:
    return {"certPem": _pem(subject, "CERTIFICATE"), "certRequestPem": _pem(subject, "CERTIFICATE REQUEST")}


def _service(subject: Subject) -> dict[str, Any]:
    """A service's status: an address for those that a load balancer serves, as clouds give it, by number and name."""
    spec = plain(subject.inputs.get("spec"))
    balanced = isinstance(spec, Mapping) and plain(spec.get("type")) == "LoadBalancer"
    return _ingress(subject) if balanced else {"status": {"loadBalancer": {}}}


def _ingress(subject: Subject) -> dict[str, Any]:
    entry = {"ip": public_address(subject.urn), "hostname": f"{subject.hex(12)}.simulated.example.com"}
    return {"status": {"loadBalancer": {"ingress": [entry]}}}


def _replicas(subject: Subject) -> dict[str, Any]:
    spec = plain(subject.inputs.get("spec"))
    given = plain(spec.get("replicas")) if isinstance(spec, Mapping) else None
    count = given if isinstance(given, int) else 1
    return {"status": dict.fromkeys(("replicas", "readyReplicas", "availableReplicas", "updatedReplicas"), count)}


_BY_TYPE: Final[Mapping[str, Callable[[Subject], dict[str, Any]]]] = {
    "docker-build:index:Image": _image,
    "kubernetes:core/v1:Service": _service,
    "kubernetes:networking.k8s.io/v1:Ingress": _ingress,
    "kubernetes:apps/v1:Deployment": _replicas,
    "kubernetes:apps/v1:StatefulSet": _replicas,
    "random:index/randomString:RandomString": _string,
    "random:index/randomPassword:RandomPassword": _password,
    "random:index/randomUuid:RandomUuid": _uuid,
    "random:index/randomId:RandomId": _random_id,
    "random:index/randomInteger:RandomInteger": _random_integer,
    "random:index/randomPet:RandomPet": _pet,
    "random:index/randomBytes:RandomBytes": _bytes,
    "tls:index/privateKey:PrivateKey": _private_key,
    "tls:index/selfSignedCert:SelfSignedCert": _certificate,
    "tls:index/certRequest:CertRequest": _certificate,
    "tls:index/locallySignedCert:LocallySignedCert": _certificate,
}
