"""What holds several files gives each of them; a sheet of tasks keeps its cells."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from benchmarks.formats import make, plan
from benchmarks.formats.same import facts
from ingest.facts import Source
from ingest.readers import read_all, read_bytes, read_file


def mail(tmp_path: Path) -> Path:
    message = EmailMessage()
    message["Subject"] = "Gửi Kế hoạch số 245/KH-UBND"
    message["From"], message["To"] = "a@example.vn", "b@example.vn"
    message["Message-ID"] = "<1@example.vn>"
    message.set_content("Văn phòng gửi kèm Kế hoạch số 245/KH-UBND ngày 14/3/2022.")
    word = make.docx(tmp_path / "kế hoạch.docx", plan.flow())
    message.add_attachment(word.read_bytes(), "application", "octet-stream", filename="kế hoạch.docx")
    path = tmp_path / "thư.eml"
    path.write_bytes(bytes(message))
    return path


def test_a_mail_gives_its_words_and_its_attachments(tmp_path: Path) -> None:
    path = mail(tmp_path)
    found = {outcome.path: outcome for outcome in read_all(path, tmp_path)}
    attached = found["thư.eml/kế hoạch.docx"]
    assert isinstance(attached, Source)
    assert facts(attached) == facts(read_bytes(plan.text().encode(), "a.txt"))
    assert read_file(path, tmp_path).text.startswith("Gửi Kế hoạch số 245/KH-UBND\n\nVăn phòng gửi kèm")
    assert read_file(path / "kế hoạch.docx", tmp_path).text == attached.text


def test_a_sheet_of_tasks_gives_the_tasks_of_the_text(tmp_path: Path) -> None:
    sheet = make.xlsx(tmp_path / "a.xlsx", ["UBND TỈNH LẠNG SƠN", *plan.ANNEX], plan.TASKS)
    found = facts(read_file(sheet, tmp_path))
    rows = ["| " + " | ".join(row) + " |" for row in plan.TASKS]
    expected = facts(read_bytes("\n".join(["UBND TỈNH LẠNG SƠN", "", *plan.ANNEX, "", *rows]).encode(), "a.txt"))
    tasks = [fact for fact in found if fact[0] == "assignments"]
    assert len(tasks) == 4
    assert found == expected
