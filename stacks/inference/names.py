"""Names that a cloud limits in length or alphabet, made from the service, the environment and a role."""

from __future__ import annotations

import hashlib
import uuid

_HASH_LENGTH = 6
# A namespace of our own, so that the same parts give the same GUID in every run.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "scaffolder:inference")


def short_name(*parts: str, limit: int) -> str:
    """`parts` joined by hyphens; when that is over `limit` characters, cut, with a hash of the whole at the end.

    The hash keeps two long names that begin alike apart. Pure: the same parts give the same name.
    """
    whole = "-".join(part for part in parts if part)
    if len(whole) <= limit:
        return whole
    return f"{whole[: limit - _HASH_LENGTH - 1].rstrip('-')}-{_digest(whole)}"


def compact_name(*parts: str, limit: int) -> str:
    """As `short_name`, but lower-case letters and digits only, for names that may hold no hyphen."""
    whole = "-".join(part for part in parts if part)
    plain = "".join(character for character in whole if character.isalnum())
    # "a-bc" and "ab-c" are the same letters: the hash is always there, over the parts with their hyphens.
    return f"{plain[: limit - _HASH_LENGTH]}{_digest(whole)}"


def stable_guid(*parts: str) -> str:
    """A GUID that is the same for the same parts, for things that are named by one (Azure role assignments)."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]
