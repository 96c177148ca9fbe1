"""A small scripted service for the browser tests: every shape of message, answered by key words."""

import json
from collections.abc import Sequence

from bot.channels.port import Inbound
from handlers.dialogue.messages import Button, Document, Message
from handlers.dialogue.replies import Commanded, Said, Sent, SharedContact, Tapped
from tests.support.webchat import Answer

GREETING = Message(
    heading="您好，这里是专家对接服务",
    lines=(
        "由河南省人力资源和社会保障厅举办，免费。",
        "您把技术难题发过来，我们请专家上门或在线帮您看。填一份需求大约两分钟。",
    ),
    rows=(
        (Button("提一个需求", "new", "primary"),),
        (Button("先看公开需求", "browse"), Button("找人工", "talk")),
    ),
)
QUESTION = Message(
    progress="3/9 · 需求描述",
    lines=("请用几句话说说难题：什么设备或工艺、现在怎样、希望怎样。",),
    closing=("例：热处理后轴承套圈变形超差，合格率 82%，想提到 95% 以上。",),
    rows=((Button("跳过", "skip"), Button("上一步", "back"), Button("暂停", "pause")),),
    placeholder="10 到 2000 字，也可以发图片",
)
CONTACT = Message(
    lines=("最后留个手机号，方便专家联系您。",), contact_button="用这个号码", placeholder="手动输入"
)


_SENT = ((Button("我的需求", "needs"), Button("撤回", "withdraw", "danger")),)
_OPEN = (
    (Button("提交", "submit", "primary"),),
    (Button("修改", "edit"), Button("放弃", "drop", "danger")),
)


def review(title: str = "轴承套圈热处理变形", *, sent: bool = False) -> Message:
    """Return the review card, or the card of the need once it is sent."""
    return Message(
        progress="" if sent else "9/9 · 核对",
        heading="需求 2026-0042" if sent else "请核对您的需求",
        fields=(
            ("标题", title),
            ("领域", "材料与热处理（识别）、机械制造（识别）"),
            ("地点", "河南省洛阳市新安县"),
            ("希望时间", "3月24日（周二）前"),
            ("联系人", "王师傅 138****0000"),
            ("附件", "2 张图、1 份图纸"),
        ),
        closing=("县人社局和受邀专家会看到；电话只在专家接受后互相可见。",)
        if not sent
        else ("已提交，新安县人社局三个工作日内审核。",),
        rows=_SENT if sent else _OPEN,
    )


INVITATION = Message(
    heading="邀请您帮一家企业看一个难题",
    lines=("洛阳新安的一家轴承企业想解决套圈热处理变形。您的研究方向“可控气氛热处理”正好对口。",),
    fields=(
        ("地点", "洛阳市新安县，企业现场"),
        ("时间", "3月24日（周二），可商量"),
        ("时长", "半天"),
        ("费用", "交通食宿由人社局承担"),
        ("请答复", "3月17日（周二）17:30 前，还有 6 天"),
    ),
    rows=(
        (Button("接受", "accept", "primary"), Button("有条件接受", "conditional")),
        (Button("婉拒", "decline"), Button("找人工", "talk")),
    ),
)
CODE = Message(
    heading="换设备",
    lines=("用新手机扫这个码，或输入代码 K7M2Q9。",),
    documents=(
        Document("qr", "换设备二维码.png", "https://example.org/chat#t=invented"),
        Document("text", "说明.txt", "十分钟内有效。"),
    ),
)
CHART = Message(
    lines=("江苏省2026年指标图。",),
    documents=(
        Document(
            "chart",
            "指标图.png",
            json.dumps(
                {
                    "title": "江苏省指标",
                    "remark": "截至7月15日",
                    "panels": [
                        {
                            "kind": "bars",
                            "title": "各单位服务专家（人）",
                            "rows": [{"name": "苏州市", "done": 15, "value": "15人"}],
                        }
                    ],
                }
            ),
        ),
    ),
)
_SAID = {
    "指标": CHART,
    "需求": review(),
    "邀请": INVITATION,
    "手机": CONTACT,
    "换设备": CODE,
    "问题": QUESTION,
}


def tell(inbound: Inbound) -> Sequence[Answer]:
    """Answer as the script says; anything unknown is said back."""
    match inbound.reply:
        case Commanded(name="start"):
            return [(GREETING, None)]
        case Tapped(action="new"):
            return [(QUESTION, None)]
        case Tapped(action="submit", on=on):
            return [(review(sent=True), int(on)), (Message(lines=("已提交，收件编号 2026-0042。",)), None)]
        case Said(text=text) if text in _SAID:
            return [(_SAID[text], None)]
        case _:
            return [(Message(lines=(f"收到：{_plain(inbound)}",)), None)]


def _plain(inbound: Inbound) -> str:
    match inbound.reply:
        case Said(text=text):
            return text if len(text) < 100 else f"{len(text)} 个字"
        case Tapped(action=action):
            return f"按钮 {action}"
        case Sent(files=files, caption=caption):
            return f"{len(files)} 个文件 {caption}"
        case SharedContact(phone=phone):
            return f"号码 {phone}"
        case Commanded(name=name):
            return f"命令 {name}"
        case _:
            return ""
