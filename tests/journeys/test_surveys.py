"""The survey after a visit (满意度调查): asked the next working day, six taps and 完成, one card."""

from tests.support.surveyed import HOST, SATISFIED, Surveyed, answers


def test_six_taps_and_done_the_working_day_after_a_visit_that_took_place() -> None:
    with Surveyed() as world:
        host = world.known(HOST)
        world.held()
        before = len(host.buzzed)
        world.morning()
        host.hears("满意度调查：沈砚舟", "1/6 · 服务时间", "专家来的时间和天数合适吗？")
        host.hears("评价一下：6题", "文字和语音只给人社部门，您同意才转给专家")
        assert host.labels[:5] == ["5 很合适", "4 比较合适", "3 一般", "2 不太合适", "1 很不合适"]
        answers(host, *SATISFIED[:3]).hears("4/6 · 经济效益", "服务时间：5 很合适", "服务效果：5 效果很好")
        assert world.asked().answers == {"service_time": 5, "service_mode": 5, "service_effect": 5}
        assert world.asked().state == "asked"
        answers(host, *SATISFIED[3:]).hears("都答完了")
        host.taps("完成").hears("已完成，谢谢！", "不填也算完成")
        assert len(host.buzzed) == before + 1
        one = world.asked()
        assert one.state == "complete"
        assert one.given["overall"] == {"by": host.person_id, "phone": False}
