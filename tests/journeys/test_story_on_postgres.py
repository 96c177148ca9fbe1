"""The same story on PostgreSQL, from the schema that the migrations make."""

from bot.storage.database import make_engine
from bot.storage.migrate import migrate
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
