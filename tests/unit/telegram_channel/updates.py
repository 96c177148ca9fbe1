"""Builders of raw updates as the Bot API writes them."""

from datetime import UTC, datetime
from typing import Any

from bot.channels.port import Inbound
from bot.channels.telegram_inbound import Me, convert
from handlers.dialogue.replies import Reply

AT = datetime(2027, 3, 1, 1, 30, tzinfo=UTC)
ME = Me(4200000, "sample_bot")
ZHANG = {"id": 7, "is_bot": False, "first_name": "三", "last_name": "张", "language_code": "zh-hans"}
PRIVATE = {"id": 7, "type": "private", "first_name": "三"}
GROUP = {"id": -100, "type": "group", "title": "专家服务"}


def message(chat: dict[str, Any] = PRIVATE, /, **content: Any) -> dict[str, Any]:
    return {
        "update_id": 500,
        "message": {"message_id": 12, "from": ZHANG, "chat": chat, "date": 1, **content},
    }


def heard(update: object) -> Inbound:
    found = convert(update, AT, ME)
    assert isinstance(found, Inbound), found
    return found


def said(update: object) -> Reply:
    return heard(update).reply
