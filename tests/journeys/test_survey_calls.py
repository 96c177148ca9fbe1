"""Reminders go to those who have not finished; then the bureau phones, and fills in what is said (代填)."""

from sqlmodel import select

from handlers.domain.questionnaires import ASKED, CLOSED, COMPLETE
from handlers.domain.tasks import Task
from tests.support.surveyed import DESK, EXPERT, HOST, SATISFIED, Surveyed, answers


def tasks(world: Surveyed) -> list[Task]:
    found = select(Task).where(Task.kind == "questionnaire").order_by(Task.id)  # type: ignore[arg-type]
    return world.look(lambda work: list(work.session.exec(found).all()))


def test_reminders_after_three_and_seven_working_days_then_a_call_and_in_the_end_it_closes() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        world.held()  # Monday
        world.morning()  # asked on Tuesday, the 12th of May
        host.taps("5 很合适")
        for days, buzzes in ((2, 0), (1, 1), (4, 0), (2, 1)):  # the 15th and the 21st
            before = len(host.buzzed)
            for _ in range(days):
                world.morning()
            assert len(host.buzzed) - before == buzzes, world.clock.now()
        host.hears("温馨提醒：满意度调查还差5题", "2/6 · 服务方式", "服务时间：5 很合适")
        assert not [task for task in tasks(world) if task.person_id == host.person_id]
        for _ in range(5):  # the tenth working day is the 26th
            world.morning()
        desk.hears("请打电话了解：满意度调查", "提醒过了还没有答完（差5题）", "想请您评价6题")
        desk.says("待办").hears("请打电话了解：满意度调查")
        world.morning(days=50)
        assert world.asked().state == CLOSED
        desk.hears("这件事已经办完")
        assert [task.state for task in tasks(world) if task.person_id == host.person_id] == ["done"]


def test_whoever_has_finished_is_reminded_no_more() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        world.morning()
        answers(host, *SATISFIED)
        before = len(host.buzzed)
        for _ in range(20):
            world.morning()
        assert [m.plain() for m in host.buzzed[before:] if "满意度" in m.plain()] == []


def test_an_enterprise_without_a_chat_is_phoned_at_once_and_its_answers_are_marked_so() -> None:
    with Surveyed() as world:
        desk, expert = world.known(DESK), world.known(EXPERT)
        world.held()
        world.morning()
        desk.hears("请打电话了解：满意度调查", "对方没有用对话", "您好，我是昆山市人力资源和社会保障局的")
        expert.hears("专家反馈")
        desk.taps("开始代填").hears("电话代填，记为电话回答：昆山砺澄精密压铸有限公司", "1/6 · 服务时间")
        desk.taps("4 比较合适").hears("2/6", "服务时间：4 比较合适（电话）").says("很满意").hears("3/6")
        answers(desk, *SATISFIED[2:]).taps("完成").hears("已代昆山砺澄精密压铸有限公司填完")
        one = world.asked()
        assert one.state == COMPLETE
        assert {tuple(sorted(how.items())) for how in one.given.values()} == {
            (("by", desk.person_id), ("phone", True))
        }
        assert [task.outcome for task in tasks(world)] == ["answered"]
        desk.says("满意度").hears("完成1份（回收率100%）", "电话代填1份", "不足3份，不算平均")


def test_the_enterprise_goes_on_where_the_bureau_stopped_and_who_gave_what_stays_known() -> None:
    with Surveyed() as world:
        desk = world.known(DESK)
        world.held()
        world.morning()
        desk.taps("开始代填").taps("4 比较合适")
        host = world.known(HOST)
        host.taps_action(f"s.see:{world.asked().id}").hears("2/6", "服务时间：4 比较合适（电话）")
        host.taps("4 满意")
        assert [how["phone"] for how in world.asked().given.values()] == [True, False]
        desk.hears("3/6 · 服务效果")


def test_they_will_not_answer_ends_the_call_but_not_the_questionnaire() -> None:
    with Surveyed() as world:
        desk = world.known(DESK)
        world.held()
        world.morning()
        desk.taps("联系过，对方不答").hears("这件事已经办完")
        assert world.asked().state == ASKED


def test_who_muted_it_is_not_reminded_but_phoned_in_the_end() -> None:
    with Surveyed() as world:
        host, desk = world.known(HOST), world.known(DESK)
        world.held()
        world.morning()
        host.taps("少提醒").taps("不再提醒此事")
        before = len(host.buzzed)
        for _ in range(14):
            world.morning()
        assert [m.plain() for m in host.buzzed[before:] if "满意度" in m.plain()] == []
        desk.hears("请打电话了解：满意度调查")


def test_a_neighbouring_bureau_may_not_fill_it_in() -> None:
    with Surveyed() as world:
        other = world.known("coordinator:320500")
        world.held()
        world.morning()
        other.taps_action(f"s.for:{world.asked().id}").hears("这份问卷不是发给您的")


def test_the_daily_digest_names_whom_to_phone_about_a_survey() -> None:
    with Surveyed() as world:
        desk = world.known(DESK)
        world.held()
        world.morning()
        desk.says("提要").hears("要打电话")
