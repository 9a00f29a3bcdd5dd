"""Several problems in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfcheck.exchange.lists.splitting import problems, share_demand


def _texts(cell: str) -> list[str]:
    return [each.text for each in problems(cell).items]


def test_sections_give_the_site() -> None:
    found = problems(
        "一、沙湖一号特大桥。\n1.11#桥墩承台积水。\n2.路口无警示标识。\n"
        "二、K138+567沙湖二号特大桥。\n1.隔离门敞开。"
    )
    assert [(each.section, each.number, each.site, each.text) for each in found.items] == [
        (1, 1, "沙湖一号特大桥", "11#桥墩承台积水。"),
        (1, 2, "沙湖一号特大桥", "路口无警示标识。"),
        (2, 1, "K138+567沙湖二号特大桥", "隔离门敞开。"),
    ]


def test_a_section_that_names_a_subject_is_context_and_no_site() -> None:
    found = problems("一、现场管理方面：\n1.围挡破损。\n二、内业资料\n1.无交底。\n2.无台账。").items
    assert [each.site for each in found] == ["", "", ""]
    assert found[0].description == "现场管理方面：\n围挡破损。"


def test_sections_without_numbers_are_problems_after_the_lead() -> None:
    found = problems("7月4日检查发现：\n一、场地低洼，违反7.2.4条。\n二、电缆明设。\n三、未接地。")
    assert [each.text for each in found.items] == [
        "场地低洼，违反7.2.4条。",
        "电缆明设。",
        "未接地。",
    ]
    assert found.items[2].description == "7月4日检查发现：\n未接地。"


@pytest.mark.parametrize(
    "cell",
    [
        "1.甲。\n2.乙。\n3.丙。",
        "1、甲。\n2、乙。\n3、丙。",
        "（1）甲。\n（2）乙。\n（3）丙。",
        "1)甲。\n2)乙。\n3)丙。",
        "①甲。②乙。③丙。",
        "1．甲。\n２．乙。\n3．丙。".replace("２", "2"),
        "1.甲。；2.乙。；3.丙。",
        "1. 甲。\n 2. 乙。\n\u30003. 丙。",
        "（一）甲。\n（二）乙。\n（三）丙。",
    ],
)
def test_usual_numberings(cell: str) -> None:
    assert _texts(cell) == ["甲。", "乙。", "丙。"]


def test_broken_numbering_splits_and_is_said() -> None:
    found = problems("1.防护网缺失；2.楼梯临边防护缺失；2.走道板未固定。")
    assert [each.text for each in found.items] == [
        "防护网缺失",
        "楼梯临边防护缺失",
        "走道板未固定。",
    ]
    assert found.broken


def test_a_number_left_out_at_a_line_start_splits_and_is_said() -> None:
    found = problems("1.甲。\n3.丙。\n4.丁。")
    assert [each.number for each in found.items] == [1, 3, 4]
    assert found.broken


def test_lines_without_number_stay_with_the_last_problem() -> None:
    found = problems("1.甲。\n2.乙。\n现场人员未戴安全帽。")
    assert [each.text for each in found.items] == ["甲。", "乙。\n现场人员未戴安全帽。"]
    assert found.unnumbered


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "围挡破损。",
        "1.5m高围挡缺失。\n2.5m处无盖板。",
        "10.5米高处卡具不稳；3-10轴缺少通道。",
        "不符合7.2.4条、7.3.2条要求。",
        "2024.6.25检查发现围挡破损。\n2024.6.26复查。",
        "K2+900桥下开挖。",
        "11#桥墩积水，12#桥墩无盖板。",
        "第（二）点、第（三）点未落实。",
        "1.只有一个问题。",
        "9:00,8:21一名作业人员跨越线路。",
    ],
)
def test_one_text_is_not_split(cell: str) -> None:
    assert len(problems(cell).items) < 2


@pytest.mark.parametrize(
    "item", ["11#桥墩积水", "70#墩无人防护", "21号墩护筒过低", "3台机械无人指挥"]
)
def test_number_before_a_number(item: str) -> None:
    assert _texts(f"1.{item}。\n2.乙。") == [f"{item}。", "乙。"]


def test_demand_follows_by_number_where_the_counts_agree() -> None:
    parts = problems("检查发现：\n1.甲。\n2.乙。").items
    assert share_demand(parts, "1.改甲。\n2.改乙。") == (["改甲。", "改乙。"], 2)
    whole = "1.改甲。\n2.改乙。\n3.举一反三。"
    assert share_demand(parts, whole) == ([whole, whole], 3)
    assert share_demand(parts, "立即整改") == (["立即整改"] * 2, 0)
    tail = "1.改甲。\n2.改乙。\n以上问题7月1日前完成。"
    assert share_demand(parts, tail)[0] == [tail, tail]


_word = st.text(st.sampled_from("围挡破损未设置警示标识电缆"), min_size=1, max_size=12)


@given(st.lists(_word, min_size=2, max_size=12), st.sampled_from(["{}.", "{}、", "（{}）", "{})"]))
def test_any_numbered_list_comes_apart_whole(items: list[str], mark: str) -> None:
    cell = "\n".join(mark.format(n) + item for n, item in enumerate(items, start=1))
    assert _texts(cell) == items


@pytest.mark.thorough
@given(st.text(st.sampled_from("一二十1234.、（）()①②。；：\n #m墩"), max_size=80))
def test_no_text_is_lost(cell: str) -> None:
    found = problems(cell).items
    kept = "".join(each.lead + each.site + each.text for each in found)
    assert not found or set(cell) - set("一二十1234.、（）()①②。；：\n ") <= set(kept)
