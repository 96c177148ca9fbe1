"""Lists brought in through the chat: checked first, written after a second tap, twice is once."""

from collections.abc import Sequence

from sqlmodel import select

from bot.storage.work import Work
from handlers.domain.credit_code import with_check_digit
from handlers.domain.enterprises import Contact, Enterprise
from handlers.domain.events import Event
from handlers.domain.experts import Expert
from handlers.domain.needs import Need
from handlers.domain.people import Person
from handlers.domain.sheets import Sheet
from tests.support.joining import all_of
from tests.support.sheets import Office, an_expert, experts, office, results, xlsx
from tests.support.world import Visitor, World

CODE = with_check_digit("91320583MA9900001")
FIRMS = ("企业名称", "统一社会信用代码", "县区", "联系人", "联系电话")
NEEDS = ("企业名称", "县区", "需求名称", "需求描述", "截止", "联系人", "联系电话")
A_NEED = (
    "昆山晨星压铸有限公司",
    "昆山",
    "压铸件气孔率高",
    "铝合金压铸件气孔率高，废品率8%左右，想降到3%以下",
    "2026-12-31",
    "王敏",
    "19900008011",
)


def imports(office: Office, who: Visitor, data: bytes) -> Visitor:
    """Send a list and bring it in."""
    office.send(who, data)
    office.tap(who, "导入")
    return office.tap(who, "确认导入")


def expert_named(world: World, name: str) -> tuple[Person, Expert]:
    def find(work: Work) -> tuple[Person, Expert]:
        found = select(Person, Expert).where(Person.name == name, Expert.person_id == Person.id)
        return work.session.exec(found).one()

    return world.look(find)


def events(world: World, action: str) -> Sequence[Event]:
    return [event for event in all_of(world, Event) if event.action == action]


def test_a_list_is_checked_shown_and_brought_in_by_a_second_tap() -> None:
    with office() as (desk, xu):
        before = len(all_of(desk.world, Expert))
        desk.send(xu, experts(an_expert(), an_expert("赵北辰", "123")))
        xu.hears("这是一份专家名单，共 2 行", "单位 ← 工作单位（B列）", "新增 1 行", "有误 1 行")
        assert results(desk.reports(xu)[-1]) == [
            ("新增", ""),
            ("有误", "“手机”里的“123”不是电话号码，请写 11 位手机号，或带区号的座机如 0512-57123456"),
        ]
        desk.tap(xu, "导入 1 行").hears("确认导入这些专家吗")
        assert len(all_of(desk.world, Expert)) == before
        desk.tap(xu, "确认导入").hears("导入完成", "新增 1 行")
        person, expert = expert_named(desk.world, "钱松龄")
        assert (person.phone, person.consented_at) == ("19900008001", None)
        assert (expert.state, expert.county, expert.degree) == ("confirmed", "320583", "doctor")
        assert expert.domains
        (event,) = events(desk.world, "expert.imported")
        assert (event.subject, event.actor_id) == (f"expert:{expert.id}", xu.person_id)
        assert event.facts == {"source": "sheet:1"}


def test_the_same_list_again_changes_nothing() -> None:
    with office() as (desk, xu):
        data = experts(an_expert(), an_expert("赵北辰", "19900008002", title="工程师", degree="硕士"))
        imports(desk, xu, data)
        before = [expert.model_dump() for expert in all_of(desk.world, Expert)]
        desk.send(xu, data)
        xu.hears("不变 2 行", "没有要写入的内容")
        assert [expert.model_dump() for expert in all_of(desk.world, Expert)] == before


def test_a_changed_row_changes_its_expert_and_an_empty_cell_erases_nothing() -> None:
    with office() as (desk, xu):
        imports(desk, xu, experts(an_expert()))
        imports(desk, xu, experts(an_expert(title="", directions="纺织染整废水处理")))
        _, expert = expert_named(desk.world, "钱松龄")
        assert (expert.title, expert.directions) == ("教授", ["纺织染整废水处理"])
        assert results(desk.reports(xu)[-1]) == [("更新", "更新：研究方向")]
        (event,) = events(desk.world, "expert.changed_by_import")
        assert event.facts["fields"] == ["directions"]


def test_a_row_twice_in_a_list_is_one_expert() -> None:
    with office() as (desk, xu):
        imports(desk, xu, experts(an_expert(), an_expert()))
        assert results(desk.reports(xu)[-1]) == [("新增", ""), ("不变", "与第 2 行重复，只导入一次")]


def test_a_missing_column_is_asked_for_and_chosen_by_buttons() -> None:
    with office() as (desk, xu):
        rows = [("名号", "姓名", "所属"), ("甲", "钱松龄", "清河工业大学"), ("乙", "赵北辰", "望溪交通大学")]
        desk.send(xu, xlsx(*rows, title="专家"))
        xu.hears("没有找到“单位”这一列")
        desk.tap(xu, "选列").hears("“单位”在哪一列")
        desk.tap(xu, "所属(C)").hears("新增 2 行", "单位 ← 所属（C列）")


def test_a_column_can_be_changed_before_the_rows_are_written() -> None:
    with office() as (desk, xu):
        desk.send(xu, xlsx(("姓名", "单位", "备注一"), ("钱松龄", "清河工业大学", "19900008001")))
        desk.tap(xu, "改列").hears("要改哪一项对应的列")
        desk.tap(xu, "手机 ← —")
        desk.tap(xu, "备注一(C)").hears("手机 ← 备注一（C列）")
        desk.tap(xu, "导入 1 行")
        desk.tap(xu, "确认导入")
        assert expert_named(desk.world, "钱松龄")[0].phone == "19900008001"


def test_a_sheet_that_could_be_anything_is_asked_about() -> None:
    with office() as (desk, xu):
        desk.send(xu, xlsx(("甲", "乙"), ("钱松龄", "清河工业大学")))
        xu.hears("这份表是什么名单？")
        desk.tap(xu, "专家名单").hears("没有找到“姓名、单位”")


def test_what_is_no_xlsx_gets_one_sentence_and_nothing_is_lost() -> None:
    with office() as (desk, xu):
        desk.send(xu, b"\xd0\xcf\x11\xe0 old", name="名单.xls")
        xu.hears("另存为”.xlsx", "已有的数据没有变动")
        desk.send(xu, experts(an_expert()))
        xu.hears("新增 1 行")


def test_who_is_no_coordinator_cannot_bring_lists_in() -> None:
    with office() as (desk, _):
        firm = desk.world.known("contact:kunshan_casting")
        desk.send(firm, experts(an_expert()))
        assert not all_of(desk.world, Sheet)


def test_a_list_left_alone_writes_nothing_and_old_buttons_say_how_things_stand() -> None:
    with office() as (desk, xu):
        desk.send(xu, experts(an_expert()))
        go = xu.button("导入 1 行").action
        desk.tap(xu, "不导入").hears("已停下，没有再写入")
        xu.taps_action(go).hears("已停下")
        xu.taps_action(go.replace("sheet.go", "sheet.yes")).hears("已停下")
        desk.settle()
        assert not events(desk.world, "expert.imported")


def test_somebody_elses_sheet_is_out_of_reach() -> None:
    with office() as (desk, xu):
        desk.send(xu, experts(an_expert()))
        other = desk.world.known("coordinator:320000")
        other.taps_action(xu.button("导入 1 行").action).hears("这份表格不在了")


def test_a_crash_in_the_middle_goes_on_where_it_was() -> None:
    with office() as (desk, xu):
        desk.send(xu, experts(*(an_expert(f"某{n:04d}", str(19910000000 + n)) for n in range(450))))
        desk.tap(xu, "导入 450 行").taps("确认导入")
        desk.dies_after(bites=1)
        assert len(events(desk.world, "expert.imported")) == 200
        desk.settle()
        xu.hears("导入完成", "新增 450 行")
        assert len(events(desk.world, "expert.imported")) == 450


def test_enterprises_come_with_their_contacts() -> None:
    with office() as (desk, xu):
        row = ("昆山晨星压铸有限公司", CODE, "昆山", "王敏", "19900008011")
        imports(desk, xu, xlsx(FIRMS, row))
        (firm,) = [each for each in all_of(desk.world, Enterprise) if each.credit_code == CODE]
        (contact,) = [each for each in all_of(desk.world, Contact) if each.enterprise_id == firm.id]
        (person,) = [each for each in all_of(desk.world, Person) if each.id == contact.person_id]
        assert (contact.state, person.name, person.phone) == ("active", "王敏", "19900008011")
        desk.send(xu, xlsx(FIRMS, row))
        xu.hears("不变 1 行")
        desk.send(xu, xlsx(FIRMS, ("昆山晨星压铸有限公司", "", "昆山", "李达", "19900008012")))
        xu.hears("更新 1 行")


def test_enterprises_of_another_area_are_left_to_their_own_bureau() -> None:
    with office() as (desk, xu):
        desk.send(xu, xlsx(FIRMS, ("常熟某某纺织有限公司", "", "常熟", "王敏", "19900008011")))
        xu.hears("有误 1 行")
        assert "不在您单位的辖区" in results(desk.reports(xu)[-1])[0][1]


def test_one_name_with_two_credit_codes_is_a_mistake() -> None:
    with office() as (desk, xu):
        other = with_check_digit("91320583MA9900002")
        rows = [("昆山晨星压铸有限公司", code, "昆山", "", "") for code in (CODE, other)]
        desk.send(xu, xlsx(FIRMS, *rows))
        assert [result for result, _ in results(desk.reports(xu)[-1])] == ["新增", "有误"]


def test_needs_bring_unknown_enterprises_and_contacts_with_them() -> None:
    with office() as (desk, xu):
        imports(desk, xu, xlsx(NEEDS, A_NEED, (*A_NEED[:2], "模具寿命短", *A_NEED[3:])))
        needs = [need for need in all_of(desk.world, Need) if need.title in {"压铸件气孔率高", "模具寿命短"}]
        assert len({need.enterprise_id for need in needs}) == 1
        assert [need.state for need in needs] == ["approved", "approved"]
        assert all(need.domains and need.keywords and need.public_detail for need in needs)
        assert needs[0].deadline is not None
        assert len({need.number for need in needs}) == 2
        desk.send(xu, xlsx(NEEDS, A_NEED))
        xu.hears("不变 1 行")
        desk.send(xu, xlsx(NEEDS, (*A_NEED[:4], "2027-01-15", *A_NEED[5:])))
        xu.hears("更新 1 行")


def test_a_need_without_anybody_to_talk_to_is_a_mistake() -> None:
    with office() as (desk, xu):
        desk.send(xu, xlsx(NEEDS, (*A_NEED[:5], "", "")))
        assert "没有联系人" in results(desk.reports(xu)[-1])[0][1]


def test_a_contact_named_once_speaks_for_all_needs_of_an_enterprise() -> None:
    with office() as (desk, xu):
        imports(desk, xu, xlsx(NEEDS, A_NEED, (*A_NEED[:2], "模具寿命短", *A_NEED[3:5], "", "")))
        assert [result for result, _ in results(desk.reports(xu)[-1])] == ["新增", "新增"]
        needs = [need for need in all_of(desk.world, Need) if need.title in {"压铸件气孔率高", "模具寿命短"}]
        assert len({need.author_id for need in needs}) == 1


def test_a_need_that_was_submitted_up_is_not_changed() -> None:
    with office() as (desk, xu):
        imports(desk, xu, xlsx(NEEDS, A_NEED))

        def send_up(work: Work) -> None:
            above = work.bureaus.at("320000")
            need = work.session.exec(select(Need).where(Need.title == A_NEED[2])).one()
            need.sent_up_to = above.id if above else None

        desk.world.change(send_up)
        desk.send(xu, xlsx(NEEDS, (*A_NEED[:3], "换一种说法，废品率高", *A_NEED[4:])))
        assert results(desk.reports(xu)[-1]) == [("不变", "需求已上报，不再改动")]


def test_a_long_list_shows_how_far_it_is() -> None:
    with office() as (desk, xu):
        desk.send(xu, experts(*(an_expert(f"某{n:04d}", str(19910000000 + n)) for n in range(450))))
        done = [event for event in desk.words if event.get("step") == "progress"]
        assert [(event["done"], event["total"]) for event in done] == [(200, 450), (400, 450)]


def test_ten_thousand_rows_go_through_in_small_bites() -> None:
    with office() as (desk, xu):
        rows = ([f"某{n:05d}", f"第{n % 50}大学", str(19910000000 + n)] for n in range(10_000))
        data = xlsx(("姓名", "单位", "手机"), *rows)
        imports(desk, xu, data)
        xu.hears("导入完成", "新增 10000 行")
        assert max(desk.bites.rows) <= 200
        assert len(desk.bites.rows) == 50


def test_a_sheet_goes_when_somebody_erases_themselves() -> None:
    with office() as (desk, xu):
        desk.send(xu, experts(an_expert()))
        desk.world.known("expert:die_casting").says("我的数据").taps("删除我的数据").taps("确认删除")
        desk.tap(xu, "导入 1 行")
        desk.tap(xu, "确认导入").hears("文件已按规定清理", "请再发一次")


def test_sheets_are_let_go_after_a_month() -> None:
    with office() as (desk, xu):
        desk.send(xu, experts(an_expert()))
        desk.world.clock.move(days=31)
        desk.world.run(desk.clerk.tidy())
        desk.tap(xu, "改列")
        desk.tap(xu, "检查").hears("文件已按规定清理")


def test_a_department_recommends_whom_it_brings_in_and_changes_nobody_elses() -> None:
    with office() as (desk, xu):
        nie = desk.world.known("department:education")
        imports(desk, xu, experts(an_expert("赵北辰", "19900008002")))
        imports(desk, nie, experts(an_expert()))
        _, expert = expert_named(desk.world, "钱松龄")
        number = nie.person_id
        own = desk.world.look(lambda work: work.people.actor(number).desks[0].bureau_id)
        assert (expert.state, expert.recommended_by) == ("confirmed", own)
        desk.send(nie, experts(an_expert(title="副教授"), an_expert("赵北辰", "19900008002", title="副教授")))
        assert [result for result, _ in results(desk.reports(nie)[-1])] == ["更新", "不变"]
        desk.send(nie, xlsx(FIRMS, ("昆山某某有限公司", "", "昆山", "王敏", "19900008011")))
        assert [result for result, _ in results(desk.reports(nie)[-1])] == ["有误"]
