"""Contacts for a phone's address book as vCard 3.0 (RFC 2426): data in, bytes out."""

from collections.abc import Mapping

from segno.helpers import make_vcard_data

VCARD = "text/vcard"


def contact_vcf(data: Mapping[str, str]) -> bytes:
    """Return one person with name, phone and unit, as UTF-8."""
    name = data["name"]
    written: str = make_vcard_data(name=name, displayname=name, phone=data["phone"], org=data["unit"])
    return written.encode()
