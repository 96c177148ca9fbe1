"""Commands (/help) and the Chinese words that mean the same (帮助). The table is the menu's truth."""

import re
from collections.abc import Callable, Mapping
from functools import cache

from handlers.actions import (
    bureau,
    calendars,
    calls,
    cases,
    digests,
    exporting,
    holdings,
    indicators,
    outings,
    people,
    preferences,
    previews,
    reaching,
    satisfaction,
    sheets,
    surveys,
)
from handlers.actions.invitations import invitations
from handlers.context import Context
from handlers.dialogue.texts import LANGUAGES, known, text
from handlers.domain.actors import desks_that_may
from handlers.effects import Effects
from handlers.flows.free_text import need_from, new_need, not_yet
from handlers.telling import line, tell
from handlers.usecases.need_lists import list_needs
from handlers.usecases.tasks import list_tasks

Command = Callable[[Context, str], Effects]


def _needs(context: Context, _: str) -> Effects:
    actor = context.actor
    if actor.enterprises or desks_that_may(actor, "see_need"):
        return list_needs(context.uow, actor)
    return not_yet(context)


def _new(context: Context, rest: str) -> Effects:
    return need_from(context, rest.strip()) if rest.strip() else new_need(context)


def _tasks(context: Context, _: str) -> Effects:
    return list_tasks(context.uow, context.actor)


def _group(context: Context, _: str) -> Effects:
    """In a group: point to the private chat, say nothing about anybody."""
    bot = context.uow.doors.telegram_bot
    return tell(context.uow, context.me, line("command.group", where=f"https://t.me/{bot}" if bot else ""))


COMMANDS: Mapping[str, Command] = {
    "group": _group,
    "needs": _needs,
    "new": _new,
    "tasks": _tasks,
    "invitations": invitations,
    **people.COMMANDS,
    **calls.COMMANDS,
    **bureau.COMMANDS,
    **preferences.COMMANDS,
    **digests.COMMANDS,
    **previews.COMMANDS,
    **calendars.COMMANDS,
    **exporting.COMMANDS,
    **sheets.COMMANDS,
    **reaching.COMMANDS,
    **cases.COMMANDS,
    **surveys.COMMANDS,
    **outings.COMMANDS,
    **satisfaction.COMMANDS,
    **holdings.COMMANDS,
    **indicators.COMMANDS,
}

MENU = people.MENU
"""Role -> (command, text key) of its menu, at most seven."""

WORDS: Mapping[str, str] = {
    "帮助": "help",
    "菜单": "help",
    "help": "help",
    "开始": "start",
    "你好": "start",
    "您好": "start",
    "在吗": "start",
    "hello": "start",
    "hi": "start",
    "继续": "continue",
    "continue": "continue",
    "取消": "cancel",
    "cancel": "cancel",
    "我的需求": "needs",
    "需求": "needs",
    "提需求": "new",
    "我的邀请": "invitations",
    "待办": "tasks",
    "征集": "call",
    "征集进度": "call",
    "呼叫进度": "call",
    "call": "call",
    "找人工": "talk",
    "人工": "talk",
    "我的数据": "mydata",
    "我的资料": "mydata",
    "删除我的数据": "mydata",
    "换设备": "move",
    "换手机": "move",
    "转人工": "talk",
    "本局": "bureau",
    "本单位": "bureau",
    "通讯录": "directory",
    "专家库": "experts",
    "会商": "consultations",
    "会商记录": "consultations",
    "移交": "handover",
    "移交工作": "handover",
    "导出": "export",
    "导出表格": "export",
    "导入": "import",
    "export": "export",
    "import": "import",
    "发链接": "link",
    "邀请链接": "link",
    "start": "start",
    "talk": "talk",
    "mydata": "mydata",
    "move": "move",
    "needs": "needs",
    "tasks": "tasks",
    "invitations": "invitations",
    "满意度": "satisfaction",
    "满意度调查": "satisfaction",
    "satisfaction": "satisfaction",
    "典型事例": "cases",
    "指标": "figures",
    "figures": "figures",
    "评价": "surveys",
    "我的评价": "surveys",
    "问卷": "surveys",
    "surveys": "surveys",
    "活动": "activities",
    "对接活动": "activities",
    "我的活动": "activities",
    "activities": "activities",
    "文件": "papers",
    "文件库": "papers",
    "papers": "papers",
    "cases": "cases",
    "日程": "calendar",
    "calendar": "calendar",
    "预览": "preview",
    "preview": "preview",
    "提要": "digest",
    "今日提要": "digest",
    "digest": "digest",
    "提要时间": "digesthour",
    "提醒设置": "notify",
    "少提醒": "notify",
    "notify": "notify",
    "通知方式": "reach",
    "我的邮箱": "reach",
    "reach": "reach",
    "语言": "language",
    "language": "language",
    "中文": "chinese",
    "english": "english",
}


_SEARCH = re.compile(r"(专家库)[\s:：]+(\S.{0,40})$")
_SLASH = re.compile(r"/([A-Za-z_]{1,32})(?:@\w+)?(?:\s+(.*))?$", re.DOTALL)


def command_for(words: str) -> str:
    """Return the command that these words mean as a whole, or an empty text."""
    if slash := _SLASH.match(words.strip()):
        return slash[1].lower()
    if search := _SEARCH.match(words.strip()):
        return WORDS[search[1]]
    plain = words.strip().strip("。.!！?？~～ ").lower()
    return WORDS.get(plain) or _labels().get(plain, "")


def rest_of(words: str) -> str:
    """Return what a typed command names beside itself, as a link's token or a name that is looked for."""
    found = _SLASH.match(words.strip()) or _SEARCH.match(words.strip())
    return (found[2] or "").strip() if found else ""


@cache
def _labels() -> Mapping[str, str]:
    """Return the labels of the menu's buttons, in every language: typing one is as good as tapping it."""
    names = [name for name in COMMANDS if known(f"menu.{name}")]
    return {text(lang, f"menu.{name}").lower(): name for name in names for lang in LANGUAGES}
