"""The same story on PostgreSQL, from the schema that the migrations make."""

from bot.storage.database import make_engine
from bot.storage.migrate import migrate
from handlers.domain.questionnaires import Questionnaire
from tests.support.asked import ask_at_once
from tests.support.postgres import fresh_postgres
from tests.support.world import World

WORDS = "铝合金压铸件气孔率高，X光探伤废品率8%左右，想降到3%以下，6月底前希望专家到厂看看"


def migrated_postgres() -> str:
    """Return the URL of a new database with the present schema."""
    url = fresh_postgres()
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()
    return url


def test_a_need_travels_from_a_phone_to_an_experts_yes_on_postgresql() -> None:
    with World(samples=True, url=migrated_postgres()) as world:
        firm, desk = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
        expert = world.known("expert:die_casting")
        firm.says(WORDS).taps("提交").hears("受理编号")
        desk.taps("通过").taps("匹配专家").hears("候选专家")
        desk.taps("沈砚舟").taps("选好了").taps("双方商定").taps("2").taps("主办").taps("确认发出")
        expert.taps("接受").hears("谢谢您", "19900002001")
        firm.hears("好消息", "19900001001")
        desk.hears("沈砚舟已接受邀请")


def test_time_passes_on_postgresql_too() -> None:
    with World(samples=True, url=migrated_postgres()) as world:
        firm, province = world.known("contact:kunshan_casting"), world.known("coordinator:320000")
        world.known("coordinator:320583")
        firm.says(WORDS).taps("提交").hears("昆山市人力资源和社会保障局")
        world.passes(days=4)
        province.hears("3 个工作日没有审核")


def test_a_survey_is_answered_counted_and_its_words_erased_on_postgresql() -> None:
    with World(samples=True, url=migrated_postgres()) as world:
        firm, desk = world.known("contact:kunshan_casting"), world.known("coordinator:320583")
        number, _ = world.run(world.database.run(lambda c: ask_at_once(c, world.surroundings)))
        world.passes(seconds=61)  # what is said waits for its lease to lapse, as after a crash
        firm.hears("1/6 · 服务时间").says("4").hears("2/6").taps("5 很满意").taps("5 效果很好")
        firm.taps("3 一般").taps("4 满意").taps("愿意").taps("完成").taps("改进建议").says("讲得太快")
        desk.says("满意度").hears("完成1份（回收率100%）", "总体评价：不足3份，不算平均，n=1")
        desk.taps("文字意见").hears("讲得太快")
        firm.says("我的数据").taps("删除我的数据").taps("确认删除")
        one = world.look(lambda work: work.session.get_one(Questionnaire, number))
        assert (one.answers["overall"], one.answers["improve"]) == (4, {"words": "", "files": []})
