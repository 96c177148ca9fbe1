"""The unified social credit code (统一社会信用代码) of an organisation, after GB 32100-2015."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from handlers.domain.regions import provinces

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # a digit's value is its place; I O S V Z are never used
LOOKALIKES = {"O": "0", "I": "1", "Z": "2", "S": "5"}

FaultKey = Literal[
    "credit_code.length", "credit_code.alphabet", "credit_code.check_digit", "credit_code.region"
]


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code whose form and check digit are right; it need not be registered anywhere."""

    text: str

    @property
    def area(self) -> str:
        """GB/T 2260 code of the place of registration, as it stood then (登记管理机关行政区划码)."""
        return self.text[2:8]


@dataclass(frozen=True, slots=True)
class CreditCodeFault:
    """Why a text is no credit code; `meant` is the valid code with its look-alikes corrected, or empty."""

    key: FaultKey
    length: int
    letter: str = ""
    position: int = 0
    instead: str = ""
    meant: str = ""


def read_credit_code(text: str) -> CreditCode | CreditCodeFault:
    """Read a typed code in either width and case, with spaces or dashes and a label before a colon."""
    code = _plain(text)
    fault = _fault(code)
    if fault and fault.key == "credit_code.alphabet":
        corrected = code.translate(_CORRECTIONS)
        return replace(fault, meant="" if _fault(corrected) else corrected)
    return fault or CreditCode(code)


def with_check_digit(first17: str) -> str:
    """Complete 17 characters of the alphabet to a valid code; ValueError for any other text."""
    if len(first17) != LENGTH - 1:
        raise ValueError(f"expected {LENGTH - 1} characters, not {len(first17)}")
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(first17))
    return first17 + ALPHABET[-total % 31]


_SEPARATORS = re.compile(r"[\s\-‐-―−_.·]+")
_CORRECTIONS = {ord(letter): digit for letter, digit in LOOKALIKES.items()}
_NATIONAL = "10"  # registered with the national administration itself (100000)
_ELSEWHERE = frozenset(
    {"71", "81", "82"}
)  # Taiwan, Hong Kong, Macao: in GB/T 2260, not in our list of places


def _plain(text: str) -> str:
    code = unicodedata.normalize("NFKC", text).rsplit(":", 1)[-1]
    return _SEPARATORS.sub("", code).upper()


def _fault(code: str) -> CreditCodeFault | None:
    if len(code) != LENGTH:
        return CreditCodeFault("credit_code.length", len(code))
    for position, letter in enumerate(code, start=1):
        if letter not in ALPHABET:
            instead = LOOKALIKES.get(letter, "")
            return CreditCodeFault("credit_code.alphabet", len(code), letter, position, instead)
    if with_check_digit(code[:-1]) != code:
        return CreditCodeFault("credit_code.check_digit", len(code))
    return None if _plausible(code[2:8]) else CreditCodeFault("credit_code.region", len(code))


def _plausible(area: str) -> bool:
    known = {province.code[:2] for province in provinces()} | _ELSEWHERE | {_NATIONAL}
    return area.isdecimal() and area[:2] in known
