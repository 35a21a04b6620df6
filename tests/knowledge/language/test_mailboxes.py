"""Whose a mailbox is."""

import pytest

from knowledge.language.mailboxes import is_office


@pytest.mark.parametrize(
    "address",
    [
        "diskominfo@kota.go.id",
        "humas.kemendagri@gmail.com",
        "bappeda.makassar@gmail.com",
        "112@kota.go.id",
        "makassar.bappeda@gmail.com",
        "pemkotbogor@gmail.com",
        "dbkl@dbkl.gov.my",
        "no-reply@kota.go.id",
        "connectivity@asean.org",
        "kec.cicendo@bandung.go.id",
        "public.relations@city.gov.ph",
        "ppid_kota@yahoo.com",
        "sekwan@kota.go.id",
        "Screeningtool-Support@omb.eop.gov",
        "kotacerdas45open@kota.go.id",
    ],
)
def test_offices_have_mailboxes(address: str) -> None:
    assert is_office(*address.split("@"))


@pytest.mark.parametrize(
    "address",
    [
        "nama@kota.go.id",
        "budi.santoso@gmail.com",
        "budi.diskominfo@kota.go.id",
        "mediawati@kota.go.id",
        "siti+kerja@contoh.co.id",
        "j.tan@lta.gov.sg",
        "budi@budi.com",
        "budi-support@gmail.com",
        "rina_2@kemendagri.go.id",
    ],
)
def test_people_have_mailboxes_also_at_work(address: str) -> None:
    assert not is_office(*address.split("@"))
