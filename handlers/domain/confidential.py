"""What of a need stays with the bureau (保密), and the public version that is left."""

import re

EVERYTHING = "*"
"""Instead of pieces: nothing of the description is shown before an expert has accepted."""
LEFT_OUT = "……"


def public_version(text: str, pieces: tuple[str, ...] = ()) -> str:
    """Return the text without these pieces, what stands in 【】, clauses that ask for secrecy, phone numbers.

    Empty when everything is to be kept back.
    """
    if EVERYTHING in pieces:
        return ""
    text = text.translate(_NARROW)
    for piece in sorted(pieces, key=len, reverse=True):
        text = _spelled(piece).sub(LEFT_OUT, text)
    text = _PHONE.sub(LEFT_OUT, _MARKED.sub(LEFT_OUT, text))
    return _RUN.sub(LEFT_OUT, _without_secret_clauses(text)).strip()


def pieces_of(words: str) -> tuple[str, ...]:
    """Split what somebody lists as confidential into its pieces, without quotes and repeats."""
    parts = (part.strip().strip(_QUOTES).strip() for part in _BETWEEN.split(words))
    return tuple(dict.fromkeys(part for part in parts if part))


def stands_in(piece: str, text: str) -> bool:
    """Say whether a piece occurs in the text, whatever its spaces and letter case."""
    return _spelled(piece).search(text.translate(_NARROW)) is not None


def found_pieces(words: str, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the pieces that occur in the text, and those that do not. A whole that occurs is not split."""
    whole = words.strip().strip(_QUOTES)
    pieces = (whole,) if whole and stands_in(whole, text) else pieces_of(words)
    return (
        tuple(piece for piece in pieces if stands_in(piece, text)),
        tuple(piece for piece in pieces if not stands_in(piece, text)),
    )


_QUOTES = "“”\"'‘’「」『』 "
_BETWEEN = re.compile(r"[、，,；;。\n]+")
_NARROW = {ord("０") + n: str(n) for n in range(10)}
_MARKED = re.compile(r"【[^【】]*】")
_PHONE = re.compile(
    r"(?:(?:联系|手机|办公)?(?:电话|手机|号码|方式)(?:号码?)?(?:是|为)?[:： ]*)?"
    r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[- ]?[2-9]\d{6,7})(?!\d)"
)
_SECRET = re.compile(r"保密(?!协议|合同|期)|[不别勿莫](?:[便要能得可宜想])?(?:对外)?(?:公开|外传|泄露|透露)")
_CLAUSE = re.compile(r"[^，,；;。！!？?\n]+[，,；;。！!？?\n]?|[，,；;。！!？?\n]")
_RUN = re.compile(rf"{LEFT_OUT}(?:[，,；;、\s]*{LEFT_OUT})+")
_SHORT = 6
"""A clause this short (名称保密, 以上请保密) speaks of the one before it in the same sentence."""


def _spelled(piece: str) -> re.Pattern[str]:
    letters = (re.escape(sign) for sign in piece.translate(_NARROW) if not sign.isspace())
    return re.compile(r"\s*".join(letters) or r"(?!)", re.IGNORECASE)


def _without_secret_clauses(text: str) -> str:
    kept: list[str] = []
    for clause in _CLAUSE.findall(text):
        if not _SECRET.search(clause):
            kept.append(clause)
            continue
        if len(clause.strip("，,；;。！!？?\n ")) <= _SHORT and kept and kept[-1][-1] in "，,":
            kept.pop()
        kept.append(LEFT_OUT + (clause[-1] if clause[-1] in "；;。！!？?\n" else ""))
    return "".join(kept)
