"""Chinese phone numbers: one spelling for storing and calling, one with the middle hidden."""

import re
import unicodedata


def read_phone(text: str) -> str | None:
    """Bring a number to one spelling: 13800138000, 0512-57123456 (-801 for 转801), 400-8200000; else None."""
    number = _plain(text)
    if mobile := _MOBILE.fullmatch(number):
        return mobile[1]
    if service := _SERVICE.fullmatch(number):
        return "-".join(service.groups())
    if landline := _LANDLINE.fullmatch(number):
        area, line, extension = landline.groups()
        return f"0{area}-{line}-{extension}" if extension else f"0{area}-{line}"
    return None


def is_mobile(phone: str) -> bool:
    """Say whether a number as `read_phone` writes it can take a text message."""
    return _MOBILE.fullmatch(phone) is not None


def masked(phone: str) -> str:
    """Hide who it is, 138****8000 or 0512-****3456; whatever is no number is hidden whole."""
    number = read_phone(phone)
    if number is None:
        return "****"
    if is_mobile(number):
        return f"{number[:3]}****{number[-4:]}"
    area, line = number.split("-", 1)
    return f"{area}-****{line.split('-')[0][-4:]}"


_LABEL = re.compile(r"^(?:(?:联系|办公|固定)?(?:电话|手机)号?码?|tel|phone|mobile)[:\s]*", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:转|分机号?|ext\.?|#)+:?", re.IGNORECASE)
_SPACE = re.compile(r"[\s()\[\]·.]+")
_DASH = re.compile(r"[‐-―−~/_-]+")

_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})", re.ASCII)
_SERVICE = re.compile(r"([48]00)(\d{7})", re.ASCII)
_LANDLINE = re.compile(
    r"(?:(?:\+|00)86|0)0?(10|2\d|[3-9]\d{2})"  # area code: two digits for the largest cities, else three
    r"([2-9]\d{6,7})"
    r"(?:x(\d{1,6}))?",
    re.ASCII,
)
_DASHED_EXTENSION = re.compile(r"(\d{7,8})-(\d{1,6})$", re.ASCII)


def _plain(text: str) -> str:
    plain = _LABEL.sub("", unicodedata.normalize("NFKC", text).strip())
    number = _DASH.sub("-", _SPACE.sub("", _EXTENSION.sub("x", plain)))
    return _DASHED_EXTENSION.sub(r"\1x\2", number).replace("-", "")
