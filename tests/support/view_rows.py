"""Rows made by hand, in the shape of the saved queries, for the tests of the views."""

from __future__ import annotations

BASE = "https://w3id.org/daumoi/id/"

PLAN = BASE + "document/ubnd-huyen-thanh-mien-ke-hoach-15"
PROVINCE_PLAN = BASE + "document/ubnd-tinh-hai-duong-4455"
DECISION = BASE + "document/ttg-1478-qd-ttg-2022"
LETTER = BASE + "document/vks-lang-son-79"


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
        "assignment": f"{BASE}assignment/{body}-{role}-{field}",
        "section": "VI.1",
        "body": body,
        "body_iri": f"{BASE}body/{body}",
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
