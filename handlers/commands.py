"""Commands (/help) and the Chinese words that mean the same (帮助). The table is the menu's truth."""

from collections.abc import Callable, Mapping

from handlers.context import Context
from handlers.effects import Effects

Command = Callable[[Context, str], Effects]

COMMANDS: Mapping[str, Command] = {}

WORDS: Mapping[str, str] = {
    "帮助": "help",
    "菜单": "help",
    "help": "help",
    "开始": "start",
    "继续": "continue",
    "continue": "continue",
    "取消": "cancel",
    "cancel": "cancel",
    "我的需求": "needs",
    "提需求": "new",
    "我的邀请": "invitations",
    "待办": "tasks",
    "找人工": "talk",
    "人工": "talk",
    "我的数据": "mydata",
    "换设备": "move",
    "语言": "language",
    "language": "language",
}


def command_for(words: str) -> str:
    """Return the command that these words mean as a whole, or an empty text."""
    return WORDS.get(words.strip().strip("。.!！").lower(), "")
