"""Rows made by hand, in the shape of the saved queries, for the tests of the views."""

from __future__ import annotations

import re

from fake_site import FakeSite

from ingest.text.fold import fold

BASE = "https://w3id.org/daumoi/id/"

PLAN = BASE + "document/ubnd-huyen-thanh-mien-ke-hoach-15"
PROVINCE_PLAN = BASE + "document/ubnd-tinh-hai-duong-4455"
DECISION = BASE + "document/ttg-1478-qd-ttg-2022"
LETTER = BASE + "document/vks-lang-son-79"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text))


def document(iri: str, **cells: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(
        (
            "document", "file", "part", "type", "number", "number_status", "date", "date_status", "issuer", "level",
            "place", "title", "signatory", "capacity", "authority", "damaged", "held", "sector", "place_iri",
        )
    )  # fmt: skip
    return {**row, "document": iri, "part": 1, "held": True, "damaged": False, "sector": "state", **cells}


def assignment(
    body: str, role: str, field: str | None = None, label: str | None = None, **cells: object
) -> dict[str, object]:
    row: dict[str, object] = {
        "document": PLAN,
        "assignment": f"{BASE}assignment/{_slug(f'{body} {role} {field}')}",
        "section": "VI.1",
        "body": body,
        "body_iri": f"{BASE}body/{_slug(body)}",
        "collective": False,
        "role": role,
        "modality": "required",
        "field": field,
        "field_label": label,
        "task": f"phát triển {label}",
        "status": "stated",
        "quote": f"{body} {role} {label}",
        "start": 10,
        "end": 40,
    }
    return {**row, **cells}


def documents() -> list[dict[str, object]]:
    return [
        document(
            PLAN, type="Kế hoạch", number="15/KH-UBND", date="2023-02-20", issuer="Ủy ban nhân dân huyện Thanh Miện",
            level="district", place="Thanh Miện", place_iri=BASE + "place/thanh-mien", title="Triển khai phong trào",
            file="001.txt",
        ),
        document(
            PROVINCE_PLAN, type="Kế hoạch", number="4455/KH-UBND", date="2022-12-29", held=False,
            issuer="Ủy ban nhân dân tỉnh Hải Dương", level="province", place="Hải Dương",
        ),
        document(
            DECISION, type="Quyết định", number="1478/QĐ-TTg", date="2022-11-28", held=False,
            issuer="Thủ tướng Chính phủ", level="central",
        ),
    ]  # fmt: skip


def assignments() -> list[dict[str, object]]:
    return [
        assignment("Phòng Văn hóa và Thông tin huyện Thanh Miện", "lead", "digital", "hạ tầng số"),
        assignment("Phòng Kinh tế và Hạ tầng huyện Thanh Miện", "lead", "transport", "hạ tầng giao thông vận tải"),
        assignment("Phòng Kinh tế và Hạ tầng huyện Thanh Miện", "lead", "energy", "hạ tầng năng lượng"),
        assignment("Phòng Nội vụ huyện Thanh Miện", "advise", "commendation", "thi đua, khen thưởng"),
        assignment(
            "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Thanh Miện", "perform", "communication", "tuyên truyền",
            modality="requested",
        ),
    ]  # fmt: skip


def chain_rows() -> list[dict[str, object]]:
    def link(step: int, upper: str, lower: str, **cells: object) -> dict[str, object]:
        about = next(d for d in documents() if d["document"] == upper)
        kept = {key: about[key] for key in ("document", "number", "date", "title", "issuer", "level", "held")}
        return {
            "step": step, **kept, "link_status": "stated", "child": lower, "relation": "implements",
            "quote": "Thực hiện Kế hoạch số 4455/KH-UBND", "start": 100, "end": 134, **cells,
        }  # fmt: skip

    return [
        link(0, PROVINCE_PLAN, PLAN),
        link(1, DECISION, PROVINCE_PLAN, link_status="inferred", quote=None, start=None, end=None),
    ]


TEXT = (
    "KẾ HOẠCH\nTriển khai phong trào\n\nThực hiện Kế hoạch số 4455/KH-UBND ngày 29/12/2022.\n"
    "VI. TỔ CHỨC THỰC HIỆN\n1. Phòng Văn hóa và Thông tin: Chủ trì phát triển hạ tầng số & <nền tảng> số.\n"
    "2. Phòng Kinh tế và Hạ tầng: Chủ trì hạ tầng giao thông, năng lượng.\n"
    "3. Phòng Nội vụ tham mưu khen thưởng.\n4. Đề nghị Ủy ban Mặt trận Tổ quốc tuyên truyền.\n"
    "Các đơn vị báo cáo trước ngày 30/11 hằng năm về Phòng Nội vụ.\n"
)
"""The kept text of the plan; sentences below are found in it, so that quotes are cut from it."""


def _quoted(row: dict[str, object], sentence: str, text: str = TEXT) -> dict[str, object]:
    start = text.index(sentence)
    return {**row, "quote": sentence, "start": start, "end": start + len(sentence)}


def answer(**changes: object) -> dict[str, object]:
    """The body of /api/v1/ask for a question that has an answer."""
    first = {
        **_placed()[0],
        "kind": "assignment",
        "role_words": "Chủ trì",
        "place": "Thanh Miện",
        "today": [{"body": "Phòng Văn hóa - Xã hội xã Thanh Miện", "from": "2025-07-01", "status": "inferred"}],
    }
    understood = {"intent": "who_leads", "field": "digital", "place": "Thanh Miện", "on": "2025-08-01"}
    said: dict[str, object] = {
        "question": "Ai chủ trì hạ tầng số ở Thanh Miện?",
        "lang": "vi",
        "text": "Phòng Văn hóa và Thông tin huyện Thanh Miện chủ trì hạ tầng số.",
        "understood": understood,
        "outcome": "answered",
        "answers": [first],
        "above": [],
        "defaults": [],
        "candidates": [],
        "chain": chain_rows(),
        "sparql": "SELECT ?body WHERE { ?assignment ?role ?body }",
        "snapshot": "0001",
    }
    return {**said, **changes}


def _placed() -> list[dict[str, object]]:
    sentences = (
        "1. Phòng Văn hóa và Thông tin: Chủ trì phát triển hạ tầng số & <nền tảng> số.",
        "2. Phòng Kinh tế và Hạ tầng: Chủ trì hạ tầng giao thông, năng lượng.",
        "2. Phòng Kinh tế và Hạ tầng: Chủ trì hạ tầng giao thông, năng lượng.",
        "3. Phòng Nội vụ tham mưu khen thưởng.",
        "4. Đề nghị Ủy ban Mặt trận Tổ quốc tuyên truyền.",
    )
    return [_quoted(row, sentence) for row, sentence in zip(assignments(), sentences, strict=True)]


def tables() -> dict[str, list[dict[str, object]]]:
    """All the tables of an application that holds one plan."""
    coverage = [{**row, "place": "Thanh Miện", "level": "district"} for row in assignments()]
    cited = {
        "document": PLAN, "cited": PROVINCE_PLAN, "cited_type": "Kế hoạch", "cited_number": "4455/KH-UBND",
        "cited_date": "2022-12-29", "cited_issuer": "Ủy ban nhân dân tỉnh Hải Dương", "cited_title": None,
        "relation": "implements", "held": False, "status": "stated",
    }  # fmt: skip
    report = {
        "document": PLAN, "reporter": "Các đơn vị", "recipient": "Phòng Nội vụ huyện Thanh Miện", "onward": None,
        "recurrence": "annual", "due": "--11-30", "due_text": "trước ngày 30/11 hằng năm", "status": "stated",
    }  # fmt: skip
    references = [
        _quoted(cited, "Thực hiện Kế hoạch số 4455/KH-UBND ngày 29/12/2022"),
        {
            **cited,
            "cited": DECISION,
            "cited_type": "Quyết định",
            "cited_number": "1478/QĐ-TTg",
            "start": None,
            "end": None,
        },
    ]
    sentence = "Các đơn vị báo cáo trước ngày 30/11 hằng năm về Phòng Nội vụ."
    return {
        "documents": documents(),
        "assignments": _placed(),
        "coverage": coverage,
        "chain": chain_rows(),
        "references": references,
        "reporting": [_quoted(report, sentence)],
        "headers": [
            {"document": PLAN, "fact": "title", "value": "Triển khai", "status": "stated", "start": 9, "end": 31}
        ],
    }


def site(said: dict[str, object] | None = None, hostile: str = "") -> FakeSite:
    """The application of the tests. `hostile`: put in the place of every label and in the text."""
    made = tables()
    kept = TEXT
    if hostile:
        safe = ("document", "cited", "child", "level", "status", "link_status", "role", "relation", "date", "due")
        made = {name: [_poisoned(row, hostile, safe) for row in rows] for name, rows in made.items()}
        kept = hostile * 20
    poisoned = _poisoned(answer(), hostile, ("outcome",)) if hostile else answer()
    return FakeSite(made, {PLAN: kept}, said or poisoned)


def _poisoned(row: dict[str, object], hostile: str, safe: tuple[str, ...]) -> dict[str, object]:
    return {key: hostile if isinstance(value, str) and key not in safe else value for key, value in row.items()}
