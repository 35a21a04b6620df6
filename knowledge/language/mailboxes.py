"""Whose an e-mail address is: a person's, also at work, or that of an office and whoever sits there."""

from __future__ import annotations

import re

from knowledge.language.messages import Messages
from knowledge.language.place_names import CITIES

_PARTS = re.compile(r"[^a-z]+")
_LISTS = Messages("knowledge.language", "mailboxes.yaml").content
_INSTITUTION = re.compile(r"(?:^|\.)(?:go|gov|gob|mil|ac|edu|int|org|or)(?:\.[a-z]{2})?$", re.IGNORECASE)
_WORDS = frozenset(map(str, _LISTS["words"]))
_ENDINGS = frozenset(map(str, _LISTS["endings"]))
#: What the name of an office begins with or holds, written together with that of its city.
_BEGINNINGS = re.compile(
    r"admin|ascn|asean|badan|bag(?:ian)?(?:hukum|umum|org|ekon|pem|kes)|bap(?:p|enda)|bpbd|bpkad|callcent|cityof|contact"
    r"|cust(?:omer)?serv|desa(?=\w{4})|din(?:as|kes|sos|perkim|kop|dik)|dis(?:kominfo|hub|dik|duk|pora|par|nak|perin|tan"
    r"|lh|dag|perkim|pangan|kop|bud|pus)|dit(?:jen|mas)|dprd|dpmptsp|dpupr|helpdesk|hotline|humas|info|inspektorat|jdih"
    r"|kab(?:upaten|\.)|kantor|kec(?:amatan)|kel(?:urahan)|kemen|kesbang|kominfo|kota|layanan|lpse|municipal|no-?reply"
    r"|office|pem(?:kot|kab|da|prov|erintah)|pdam|pelayanan|pengaduan|perumda|ppid|puskesmas|rsud|samsat|satpol|secretar"
    r"|sekret|setda|setjen|smart|support|wali.?kota"
)
_WITHIN = re.compile(r"kominfo|humas|pem(?:kot|kab|prov|da)|sekretariat|secretariat|smartcity|bappe|council|committee")


def is_office(name: str, domain: str) -> bool:
    """Whether an address is that of an office, a role or a whole institution.

    Its name says so, by its first part: ``diskominfo.kota@`` is an office's, ``budi.diskominfo@`` that of somebody who
    works there. The domain alone decides nothing, since people have mailboxes at work; but an institution may be
    called as its domain is, and its name may end with what it is for: ``screeningtool-support@``.
    """
    parts = [part for part in _PARTS.split(name.lower()) if part]
    if not parts:
        return True
    named = set(_PARTS.split(domain.lower()))
    called_so = not named.isdisjoint((parts[0], "".join(parts))) or (len(parts) > 1 and parts[-1] in _ENDINGS)
    if (called_so and _INSTITUTION.search(domain) is not None) or _says_office(parts[0]):
        return True
    return parts[0] in CITIES and (len(parts) == 1 or any(map(_says_office, parts[1:])))


def _says_office(part: str) -> bool:
    return part in _WORDS or _BEGINNINGS.match(part) is not None or _WITHIN.search(part) is not None
