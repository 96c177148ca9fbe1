"""E-mail addresses as people type them."""

import pytest

from handlers.domain.mails import is_mail, masked_mail, read_mail


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("zhang@example.org", "zhang@example.org"),
        (" Zhang.Gong@Example.ORG ", "Zhang.Gong@example.org"),
        ("我的邮箱是 zhang＠example.org", "zhang@example.org"),
        ("邮箱：x_y@qq.com。", "x_y@qq.com"),
        ("电子邮箱地址x_y@qq.com", "x_y@qq.com"),
        ("E-mail: a+b@c.com.cn", "a+b@c.com.cn"),
        ("<zhang@example.org>", "zhang@example.org"),
        ("zhang@example。org", "zhang@example.org"),
        ("mail@example.org", "mail@example.org"),
        ("email@example.org", "email@example.org"),
    ],
)
def test_an_address_is_found_however_it_is_written(typed: str, address: str) -> None:
    assert read_mail(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "zhang",
        "zhang@example",
        "@example.org",
        "zhang@",
        "a b@example.org",
        "张@example.org",
        "zhang@例子.中国",
        "zhang@@example.org",
        "zhang@example..org",
        "zhang@-example.org",
        "zhang..gong@example.org",
        "zhang@example.o",
        "a@example.org b@example.org",
        "a@example.org,b@example.org",
        "a@example.org\nBcc: b@example.org",
        '"a b"@example.org',
        f"{'a' * 250}@example.org",
    ],
)
def test_what_no_server_takes_is_none(typed: str) -> None:
    assert read_mail(typed) is None
    assert not is_mail(typed)


def test_an_address_can_be_shown_without_its_name() -> None:
    assert masked_mail("zhang@example.org") == "z***@example.org"
