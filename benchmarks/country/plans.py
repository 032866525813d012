"""One unit into one plan, as text with its facts: what a reader must find in it, known because it was written so.

In goes a unit, its parent's plan and a chance, out comes a `Plan`. The sentences are this project's own, in the manner
of the genre; every text says of itself that it is made up.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.country.units import Unit

HERE = Path(__file__).parent
CAMPAIGN = "Phong trào thi đua phát triển kết cấu hạ tầng giai đoạn 2023 - 2025 (văn bản mô phỏng)"
FIRST_DAY = {"central": date(2023, 1, 5), "province": date(2023, 2, 1), "district": date(2023, 4, 1)}
DAMAGED, NO_NUMBER, MISSING = 0.10, 0.08, 0.04
COLUMNS = {"province": 2, "rural": 3, "urban": 4, "commune": 5}


@dataclass(frozen=True, slots=True)
class Duty:
    field: str
    office: str
    role: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`number` is None where the form leaves it blank; `parent`: code of the unit whose plan it carries out."""

    code: str
    unit: str
    level: str
    number: str | None
    date: str
    parent: str | None
    damaged: bool
    held: bool
    duties: tuple[Duty, ...]
    percent: int
    text: str

    @property
    def file(self) -> str:
        return f"{self.code[:2]}/{self.level}-{self.code}.txt"


def _table(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


OFFICES, CLAUSES = _table("offices.tsv"), _table("clauses.tsv")


def decision() -> Plan:
    """The decision at the top."""
    day = FIRST_DAY["central"]
    text = (
        "THỦ TƯỚNG CHÍNH PHỦ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Số: 9001/QĐ-TTg\n\nHà Nội, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}\n\nQUYẾT ĐỊNH\n\n"
        f"Ban hành Kế hoạch tổ chức {CAMPAIGN}\n\nTHỦ TƯỚNG CHÍNH PHỦ\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch tổ chức Phong trào thi đua.\n\n"
        "Điều 2. Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương chịu trách nhiệm thi hành "
        "Quyết định này.\n\n"
        "Nơi nhận:\n- Ủy ban nhân dân các tỉnh, thành phố;\n- Lưu: VT.\n\n"
        "KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG\n\nNgười Ký Mẫu\n"
    )
    return Plan("00", "trung ương", "central", "9001/QĐ-TTg", day.isoformat(), None, False, True, (), 0, text)


def write(unit: Unit, above: Plan, chance: random.Random) -> Plan:
    """The unit's plan, which carries out the one above."""
    earliest = FIRST_DAY.get(unit.level) or date.fromisoformat(above.date) + timedelta(days=14)
    day = earliest + timedelta(days=chance.randrange(50))
    number = None if chance.random() < NO_NUMBER else f"{chance.randrange(1, 400)}/KH-UBND"
    duties = _duties(unit, chance)
    percent = chance.randrange(60, 99)
    damaged = chance.random() < DAMAGED
    text = _text(unit, above, day, number, duties, percent, chance)
    return Plan(
        unit.code,
        unit.full,
        unit.level,
        number,
        day.isoformat(),
        above.code,
        damaged,
        chance.random() >= MISSING,
        tuple(duty for duty, _ in duties),
        percent,
        _worn(text, chance) if damaged else text,
    )


def _duties(unit: Unit, chance: random.Random) -> list[tuple[Duty, str]]:
    rows = list(OFFICES)
    chance.shuffle(rows)
    column = COLUMNS[unit.group]
    found = []
    for row in rows[: chance.randrange(6, len(rows) + 1)]:
        role, clause = chance.choice(CLAUSES)
        other = chance.choice([other for other in OFFICES if other[column] != row[column]])[column]
        found.append((Duty(row[0], row[column], role), clause.format(field=row[1], other=other)))
    return found


def _text(
    unit: Unit,
    above: Plan,
    day: date,
    number: str | None,
    duties: list[tuple[Duty, str]],
    percent: int,
    chance: random.Random,
) -> str:
    committee = f"Ủy ban nhân dân {unit.full}"
    whose = "Thủ tướng Chính phủ" if above.level == "central" else f"Ủy ban nhân dân {above.unit}"
    kind = "Quyết định" if above.level == "central" else "Kế hoạch"
    when = date.fromisoformat(above.date)
    cited = f"{kind}{f' số {above.number}' if above.number else ''} ngày {when.day:02d}/{when.month:02d}/{when.year}"
    tasks = "\n\n".join(_task(i, unit, duty, clause, chance) for i, (duty, clause) in enumerate(duties, 1))
    lead = duties[0][0].office
    return (
        f"ỦY BAN NHÂN DÂN\n{unit.full.upper()}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        f"Số: {number or '     /KH-UBND'}\n\n{unit.name}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}\n\n"
        f"KẾ HOẠCH\n\nTổ chức thực hiện {CAMPAIGN} trên địa bàn {unit.full}\n\n"
        f"Thực hiện {cited} của {whose} về tổ chức {CAMPAIGN}, {committee} ban hành Kế hoạch với các nội dung sau:\n\n"
        "I. MỤC ĐÍCH, YÊU CẦU\n\n"
        "1. Nâng cao nhận thức, trách nhiệm của các cơ quan, đơn vị trong phát triển kết cấu hạ tầng đồng bộ.\n\n"
        "2. Việc tổ chức phải thiết thực, hiệu quả, phù hợp với điều kiện của địa phương.\n\n"
        "II. CHỈ TIÊU\n\n"
        f"- Phấn đấu đến năm 2025, trên {percent}% tuyến đường được cứng hóa theo quy hoạch.\n\n"
        f"III. TỔ CHỨC THỰC HIỆN\n\n{tasks}\n\n"
        f"Định kỳ trước ngày 15 tháng 12 hằng năm, các cơ quan, đơn vị báo cáo kết quả thực hiện về {lead} {unit.full} "
        f"để tổng hợp, báo cáo {committee}./.\n\n"
        f"Nơi nhận:\n- {whose};\n- Các cơ quan, đơn vị;\n- Lưu: VT.\n\n"
        f"TM. ỦY BAN NHÂN DÂN\n{'CHỦ TỊCH' if chance.random() < 0.5 else 'KT. CHỦ TỊCH' + chr(10) + 'PHÓ CHỦ TỊCH'}\n\n"
        "Người Ký Mẫu\n"
    )


def _task(i: int, unit: Unit, duty: Duty, clause: str, chance: random.Random) -> str:
    office = f"{duty.office} {unit.full}"
    if chance.random() < 0.5:
        return f"{i}. {office}\n\n{clause[0].upper()}{clause[1:]}"
    return f"{i}. {office} {clause}"


_PLAIN = str.maketrans("ươăâêôđƯƠĂÂÊÔĐ", "uoaaeodUOAAEOD")


def _worn(text: str, chance: random.Random) -> str:
    """As a bad scan gives it: now and then a letter without its sign."""
    return "".join(c.translate(_PLAIN) if chance.random() < 0.08 else c for c in text)
