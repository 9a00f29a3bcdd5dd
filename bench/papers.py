"""How long papers take, inside one process: ours, or the library by itself.

usage: python papers.py word|excel ours|bare ROWS TIMES (prints the seconds of one, the imports
before it not counted)
"""

import io
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from sfcheck.documents.engines.excel import workbook
from sfcheck.documents.paper import Cell, Paper, Table
from sfcheck.documents.printing import content, printed
from sfcheck.ledger import resources

TEMPLATES = resources.templates() / "documents"
HEADINGS = (
    *("编号", "问题", "单位", "地区", "责任", "等级", "状态", "整改期限", "逾期天数"),
    *("督查组", "发现日期", "情况"),
)
IN_WORD = 6
"""Columns of them that a list in Word has."""
DAY = date(2026, 1, 8)
TEXT = "现场抽查十二台可燃气体探测器，四台无信号；控制室未发现报警，值班记录缺失。"


def paper(rows: int, columns: int) -> Paper:
    """Return a paper with one table of invented issues."""
    table = Table(
        title="问题清单",
        headings=HEADINGS[:columns],
        rows=[_row(at)[:columns] for at in range(rows)],
        wide=tuple(at for at in (1, 11) if at < columns),
        late=8 if columns > 8 else None,
    )
    return Paper("督查情况报告", "截至2026年6月1日。", {"issues": table})


def _row(at: int) -> list[Cell]:
    day = DAY + timedelta(days=at % 140)
    return [
        *(f"26-{at % 40:03}-{at:06}-6", f"可燃气体报警器失效（{at % 5000}）"),
        *(f"虚构宁河化工有限公司{at % 700}", "灵武市", "主体责任", "重大", "整改中"),
        *(day, at % 90, f"2026-1/T{at % 6}", day, f"{TEXT}{at}"),
    ]


def word_ours(given: Paper) -> Callable[[], bytes]:
    """Return what makes it in Word as `sfcheck` does."""
    return lambda: printed("report", content(given), "docx", [TEMPLATES])


def word_bare(given: Paper) -> Callable[[], bytes]:
    """Return what makes it of the same template by docxtpl alone, with its own defaults."""
    from docxtpl import DocxTemplate

    told = content(given)
    told["tables"]["issues"]["columns"] = ""

    def make() -> bytes:
        template = DocxTemplate(TEMPLATES / "report.docx")
        template.render(told)
        made = io.BytesIO()
        template.save(made)
        return made.getvalue()

    return make


def excel_ours(given: Paper) -> Callable[[], bytes]:
    """Return what makes it in Excel as `sfcheck` does."""
    return lambda: workbook(given)


def excel_bare(given: Paper) -> Callable[[], bytes]:
    """Return what writes the same texts by xlsxwriter alone, as texts without any format."""
    from xlsxwriter import Workbook

    texts = given.tables["issues"].texts()

    def make() -> bytes:
        made = io.BytesIO()
        with Workbook(made) as book:
            sheet = book.add_worksheet()
            for row, cells in enumerate(texts):
                for at, cell in enumerate(cells):
                    sheet.write_string(row, at, cell)
        return made.getvalue()

    return make


MAKERS = {
    ("word", "ours"): (word_ours, IN_WORD),
    ("word", "bare"): (word_bare, IN_WORD),
    ("excel", "ours"): (excel_ours, len(HEADINGS)),
    ("excel", "bare"): (excel_bare, len(HEADINGS)),
}


def main(kind: str, whose: str, rows: str, times: str) -> float:
    """Return the seconds one paper takes."""
    maker, columns = MAKERS[kind, whose]
    maker(paper(1, columns))()  # what is imported and compiled is there now
    make = maker(paper(int(rows), columns))
    begun = time.perf_counter()
    for _time in range(int(times)):
        make()
    return (time.perf_counter() - begun) / int(times)


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
