"""Certificates: a number that can be read over the telephone, and a fingerprint of everything on the paper."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import datetime

from training.canonical import canonical_json, utc_text
from training.errors import EvidenceError

PREFIX = "LC"

#: Crockford's base 32 (crockford.com/base32.html): no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BITS = 40
_FOLD = str.maketrans("OIL", "011")
_BODY_LENGTH = 12  # four of the year, eight random
_NUMBER = re.compile(rf"{PREFIX}-(\d{{4}})-([{ALPHABET}]{{4}})-([{ALPHABET}]{{4}})-([{ALPHABET}])", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What a certificate says; checked when made, never changed after.

    Attributes:
        number: As `number` makes it.
        holder: The person's name as printed.
        course_title: As on the day of completion.
        course_version: As on the day of completion.
        course_digest: SHA-256 of the course that was taken.
        completed_at: When the course was completed; aware.
        issued_at: When the certificate was made; aware.
        organisation: Where the holder worked.
        minutes: Length of the course.
        score_percent: Best quiz score; None when the course has no quiz.

    Raises:
        EvidenceError: The number is not valid, or a time has no zone.
    """

    number: str
    holder: str
    course_title: str
    course_version: str
    course_digest: str
    completed_at: datetime
    issued_at: datetime
    organisation: str
    minutes: int
    score_percent: int | None = None

    def __post_init__(self) -> None:
        if normalise(self.number) != self.number or not is_valid(self.number):
            raise EvidenceError("bad-certificate-number", number=self.number)
        utc_text(self.completed_at, name="completed_at")
        utc_text(self.issued_at, name="issued_at")

    def to_json(self) -> str:
        """Write the certificate down, times in UTC; `from_json` gives the same certificate back."""
        return canonical_json(self._fields()).decode()

    @classmethod
    def from_json(cls, text: str) -> "Certificate":
        """Read a stored certificate.

        Raises:
            EvidenceError: The text is no certificate, or one that cannot be valid.
        """
        try:
            plain = json.loads(text)
            times = {name: datetime.fromisoformat(plain[name]) for name in ("completed_at", "issued_at")}
            return cls(**{**plain, **times})
        except (ValueError, KeyError, TypeError) as error:
            raise EvidenceError("bad-certificate", problem=f"{type(error).__name__} {error}") from error

    def _fields(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def number(*, year: int, random_bits: int) -> str:
    """Make a certificate number such as `LC-2026-7ZK3-0Q9D-4`.

    The last character checks the others: one wrong character, or any two exchanged, is always noticed.

    Args:
        year: Of issue, 1000 to 9999.
        random_bits: 40 bits from a good random source, so that numbers cannot be guessed.

    Raises:
        EvidenceError: The year or the random part is out of range.
    """
    for name, value, low, high in (("year", year, 1000, 9999), ("random_bits", random_bits, 0, 2**RANDOM_BITS - 1)):
        if not low <= value <= high:
            raise EvidenceError("evidence-out-of-range", name=name, value=value, low=low, high=high)
    body = f"{year}" + "".join(ALPHABET[random_bits >> shift & 31] for shift in range(RANDOM_BITS - 5, -5, -5))
    return _hyphenated(body + _check_character(body))


def normalise(text: str) -> str:
    """Bring what a person typed into the form of `number`.

    Case, spaces, hyphens and a missing prefix are put right, O is read as 0, I and L as 1. What cannot be a number
    comes back in capitals without spaces, and `is_valid` refuses it.
    """
    capitals = unicodedata.normalize("NFKC", text).upper()
    compact = "".join(sign for sign in capitals if sign.isalnum())
    for prefix in (PREFIX, PREFIX.translate(_FOLD), "IC"):
        if len(compact) == _BODY_LENGTH + 1 + len(prefix) and compact.startswith(prefix):
            compact = compact[len(prefix) :]
            break
    return _hyphenated(compact.translate(_FOLD)) if len(compact) == _BODY_LENGTH + 1 else compact


def is_valid(number: str) -> bool:
    """Say whether a typed number, in whatever form, can have been made by `number`."""
    match = _NUMBER.fullmatch(normalise(number))
    if match is None:
        return False
    return _check_character("".join(match.groups()[:3])) == match[4]


def fingerprint(certificate: Certificate) -> str:
    """Hash everything that the certificate says (SHA-256 of canonical JSON, hexadecimal)."""
    return hashlib.sha256(certificate.to_json().encode()).hexdigest()


def _hyphenated(compact: str) -> str:
    return f"{PREFIX}-{compact[:4]}-{compact[4:8]}-{compact[8:12]}-{compact[12:]}"


def _check_character(body: str) -> str:
    """Weigh each character with its own power of x in GF(32).

    Different weights for every place: so any single change and any exchange of two characters changes the sum.
    """
    total, weight = 0, 1
    for sign in body:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(sign))
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Multiply in GF(32) with the primitive polynomial x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product
