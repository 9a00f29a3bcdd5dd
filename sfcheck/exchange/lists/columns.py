"""The columns an issue list usually has, by the names offices give them, in Chinese and English.

A name listed under two fields goes to the first of them, in the order of this table, that no other
column has taken: 整改时间 alone is a due date, and beside 整改期限 the day of completion.
"""

from functools import cache, lru_cache

from sfcheck.ledger.files.outside import normalized

DESCRIPTION = "description"
DATES = ("found_on", "due", "done_on")
UNITS = ("unit_build", "unit_design", "unit_construct", "unit_supervise", "unit")
PEOPLE = ("found_by", "responsible_person")

FUZZY_CUTOFF = 88  # of 100, rapidfuzz's ratio of two whole names
SHORTEST_FUZZY = 5  # characters; shorter names match exactly or not at all

# names that say too little under a group heading: 验收情况 over 时间 is not the day of finding
BARE = {"日期", "时间", "单位", "人员", "名称", "负责人", "责任人", "状态", "date", "name", "unit"}

# endings of group headings that carry no meaning: 整改情况 over 责任人 is 整改责任人
GROUP_ENDINGS = ("情况", "信息", "内容", "落实", "details", "information")

_NAMES: dict[str, str] = {
    "serial": """
        序号 编号 问题编号 隐患编号 项次 # no sn number serial serial-no item item-no id ref
        ref-no reference-no issue-no finding-no issue-id finding-id""",
    "found_on": """
        检查时间 检查日期 发现时间 发现日期 排查时间 排查日期 督查时间 督查日期 巡查时间
        巡查日期 日期 时间 建账时间 隐患发现时间 隐患排查时间 问题发现时间 date found-on
        date-found inspection-date date-of-inspection date-identified identified-on
        date-raised raised-on date-reported reported-on observed-on date-observed audit-date
        visit-date finding-date inspected-on date-of-finding date-opened opened-on issue-date""",
    "found_by": """
        检查人 检查人员 督查人 督查人员 发现人 排查人 排查人员 检查者 检查组成员 检查专家 专家
        人员 巡查人员 inspector inspectors found-by reported-by raised-by identified-by
        auditor observer inspected-by assessor inspector-name name-of-inspector""",
    "inspector_body": """
        检查单位 检查部门 督查组 检查组 督查单位 检查机构 督查部门 组织检查单位 排查单位
        排查部门 inspecting-body inspection-body authority agency inspecting-agency
        inspecting-unit inspection-team inspecting-authority""",
    "site": """
        检查工点 工点 工点名称 检查地点 检查部位 检查场所 检查位置 检查区域 隐患部位 隐患地点
        隐患位置 问题部位 问题地点 问题位置 地点 部位 位置 场所 具体位置 具体部位 点位 区域
        场所部位 location site area site-name specific-location exact-location position where
        work-area building""",
    "project": """
        检查项目 项目 项目名称 工程名称 工程项目 标段 所属项目 所属标段 project project-name
        contract lot site""",
    "place": """
        所在市县 市县 属地 所属市县 县区 市县区 地区 行政区划 辖区 所属地区 所在地区 所在地
        所属地 所在县区 所属县区 所属区域 county district city municipality region place
        administrative-area locality""",
    "description": """
        隐患问题描述 问题描述 隐患描述 问题隐患描述 存在问题 存在的问题 存在问题及隐患
        问题及隐患 存在的问题隐患 存在问题隐患 问题隐患 隐患问题 隐患内容 问题内容 具体问题
        主要问题 发现问题 发现的问题 检查发现问题 检查发现的问题 检查问题 隐患情况 问题情况
        隐患具体情况 问题隐患内容 隐患详情 安全隐患 事故隐患 隐患 问题 问题清单 隐患清单
        存在隐患 存在的隐患 不符合项 不符合项描述 督查发现问题 督查发现的问题 发现问题隐患
        问题隐患情况 存在问题描述 存在的主要问题 隐患问题内容 具体隐患 安全隐患描述 安全问题
        安全隐患问题 隐患及问题 问题详情 问题具体描述 隐患基本情况 隐患简述 问题简述 隐患名称
        问题名称 标题 问题标题 description finding findings issue hazard observation
        observations non-conformity nonconformance non-conformance deficiency deficiencies
        problem issue-description hazard-description finding-description
        description-of-finding description-of-hazard description-of-issue
        description-of-deficiency description-of-problem description-of-observation
        problem-description details deficiency-description violation violations
        unsafe-condition unsafe-act what-was-found finding-details issue-details
        observation-description title subject issue-title finding-title summary""",
    "title": """
        标题 问题标题 隐患名称 问题名称 title subject issue-title finding-title issue finding
        hazard summary""",
    "nature_text": """
        隐患类型 隐患类别 问题类型 问题类别 隐患分类 问题分类 类型 类别 分类 专业 隐患性质
        问题性质 type category hazard-type issue-type finding-type class classification nature
        hazard-category issue-category finding-category""",
    "grade": """
        隐患等级 隐患级别 等级 级别 风险等级 问题等级 问题级别 隐患程度 严重程度 危险等级
        隐患分级 风险级别 severity risk-level risk grade level priority rating risk-rating
        severity-level criticality hazard-level""",
    "demand": """
        整改要求措施 整改要求 整改措施及要求 整改要求及措施 整改意见 处理意见 处置意见
        整改内容 整改措施 整改措施要求 整改意见及要求 required-action corrective-action
        corrective-actions action-required action actions actions-required remedial-action
        requirement demand correction-required corrective-measures corrective-action-required
        corrective-measure action-to-be-taken""",
    "suggestion": """
        整改建议 工作建议 建议 意见建议 整改意见建议 对策建议 suggestion recommendation
        recommendations suggested-action recommended-action""",
    "state": """
        销号情况 整改情况 完成情况 整改结果 整改状态 是否整改 是否完成 是否销号 是否闭环
        是否整改完成 是否完成整改 是否已整改 销号 闭环情况 状态 办理情况 整改完成情况 销号状态
        是否整改到位 整改落实情况 当前状态 闭环状态 问题状态 隐患状态 整改销号情况 status
        state closed completed progress current-status issue-status finding-status
        completion-status closure-status rectification-status open-closed""",
    "measures": """
        采取的措施 已采取措施 采取措施 整改落实情况 整改措施 整改情况 整改过程 整改进展
        整改进展情况 measures action-taken actions-taken measures-taken work-done""",
    "due": """
        整改期限 整改时限 完成时限 整改截止时间 整改截止日期 限期 期限 时限 限期整改时间
        要求完成时间 计划完成时间 整改完成时限 整改完成期限 应完成时间 要求整改时间 整改限期
        整改到期日 截止日期 截止时间 拟完成时间 预计完成时间 计划整改时间 要求完成日期
        计划完成日期 整改时间 due-date due deadline target-date complete-by to-be-completed-by
        due-by required-by target-completion-date closure-target planned-completion
        planned-completion-date completion-deadline date-due rectify-by fix-by
        target-closure-date""",
    "done_on": """
        整改完成日期 整改完成时间 完成日期 完成时间 实际完成时间 实际完成日期 销号时间
        销号日期 整改日期 整改时间 闭环时间 闭环日期 整改销号时间 实际整改完成时间
        整改完成情况时间 completed-on completion-date date-completed closed-on date-closed
        closed-date closing-date done-on actual-completion-date fixed-on resolved-on
        date-resolved close-date closure-date date-of-completion date-of-closure rectified-on""",
    "unit_build": """
        建设单位 建设 建设方 业主单位 业主 client employer project-owner developer""",
    "unit_design": """
        设计单位 设计 设计方 designer design-unit design-institute design-company""",
    "unit_construct": """
        施工单位 施工 施工方 总包单位 总承包单位 施工总承包单位 contractor main-contractor
        construction-unit general-contractor construction-company builder""",
    "unit_supervise": """
        监理单位 监理 监理方 supervision-unit supervision-company supervising-unit supervision
        supervising-engineer""",
    "unit": """
        整改责任单位 责任单位 整改单位 受检单位 被检查单位 被检单位 受检查单位 企业名称
        单位名称 单位 检查对象 督查对象 被督查单位 被督查对象 受检企业 受检对象 生产经营单位
        企业 隐患单位 问题单位 责任主体 整改主体 被检查企业 公司名称 生产经营单位名称 责任部门
        整改部门 整改责任部门 被查单位 inspected-unit unit company enterprise facility
        responsible-party responsible-unit responsible-company responsible-organisation
        responsible-organization organisation organization inspected-company entity
        establishment firm operator company-name facility-name unit-name inspected-entity
        inspected-party responsible-department responsible-entity""",
    "uscc": """
        统一社会信用代码 社会信用代码 信用代码 uscc unified-social-credit-code credit-code""",
    "responsible_person": """
        整改责任人 责任人 负责人 整改负责人 责任人员 整改人 整改人员 整改责任人员
        responsible-person person-responsible assigned-to assignee responsible action-owner
        person-in-charge owner""",
    "criterion": """
        检查依据 依据 判定依据 违反条款 法规依据 法律依据 标准依据 依据条款 违反规定
        不符合条款 违反依据 隐患依据 法律法规依据 法规标准依据 criterion standard clause
        legal-basis regulation code-reference requirement-reference standard-reference
        reference legal-reference""",
    "accept": """
        验收单位 验收部门 复查单位 复核单位 验收责任单位 验收主体 验收人 复查人 复核人
        验收人员 accepting-body accepted-by verified-by verifying-body verifier""",
    "duty": """
        责任类别 责任类型 责任性质 duty responsibility-type""",
    "remark": """
        备注 备考 说明 remarks remark notes note comments comment""",
}


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return `text` reduced to what names are compared by: its letters and digits, and `#`."""
    plain = normalized(text).casefold()
    return "".join(ch for ch in plain if ch.isalnum() or ch == "#")


FIELDS: tuple[str, ...] = tuple(_NAMES)


@cache
def fields_by_name() -> dict[str, tuple[str, ...]]:
    """Return every usual name (as its key) with the fields it may stand for, best first."""
    table: dict[str, tuple[str, ...]] = {}
    for field, names in _NAMES.items():
        for name in names.split():
            table[key(name)] = (*table.get(key(name), ()), field)
    return table


def usual_names(field: str) -> list[str]:
    """Return the usual names of `field`, as a person would read them."""
    return [name.replace("-", " ") for name in _NAMES[field].split()]
