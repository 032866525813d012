"""A made-up plan with what formats spoil: a head in two columns, an annex of tasks in a ruled table, a tail in two
columns. No place or number in it is real; the same plan is given as running text.
"""

from __future__ import annotations

from benchmarks.formats.make import Cells

HEAD = (
    ("ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
    ("Số: 245/KH-UBND", "Lạng Sơn, ngày 14 tháng 3 năm 2022"),
)
BODY = (
    "KẾ HOẠCH",
    "Nâng cao chất lượng nước sạch nông thôn trên địa bàn tỉnh giai đoạn 2022 - 2025",
    "",
    "Thực hiện Quyết định số 1978/QĐ-TTg ngày 24/11/2021 của Thủ tướng Chính phủ phê duyệt Chiến lược quốc gia cấp "
    "nước sạch và vệ sinh nông thôn đến năm 2030, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
    "I. MỤC TIÊU",
    "1. Đến năm 2025, 60% dân số nông thôn được sử dụng nước sạch theo quy chuẩn.",
    "2. Phấn đấu giảm tối thiểu 10% số công trình cấp nước hoạt động kém bền vững so với năm 2021.",
    "II. TỔ CHỨC THỰC HIỆN",
    "1. Sở Nông nghiệp và Phát triển nông thôn chủ trì, phối hợp với Sở Y tế, Sở Tài chính kiểm tra chất lượng nước "
    "tại các công trình cấp nước tập trung; hoàn thành trước ngày 30/6/2023.",
    "2. Sở Kế hoạch và Đầu tư tham mưu Ủy ban nhân dân tỉnh bố trí vốn đầu tư các công trình cấp nước.",
    "3. Ủy ban nhân dân các huyện, thành phố báo cáo kết quả thực hiện về Sở Nông nghiệp và Phát triển nông thôn trước "
    "ngày 15/12 hằng năm.",
    "Nhiệm vụ cụ thể phân công tại Phụ lục kèm theo Kế hoạch này.",
)
TAIL = (
    (
        "Nơi nhận:\n- Bộ Nông nghiệp và PTNT;\n- Các sở, ban, ngành;\n- Lưu: VT, KT.",
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLương Văn Thanh",
    ),
)
ANNEX = ("PHỤ LỤC", "PHÂN CÔNG NHIỆM VỤ", "(Kèm theo Kế hoạch số 245/KH-UBND ngày 14/3/2022)")
TASKS = (
    ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"),
    (
        "1",
        "Rà soát quy hoạch cấp nước nông thôn",
        "Sở Xây dựng",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Quý II/2022",
    ),
    ("2", "Xây dựng định mức quản lý công trình", "Sở Tài chính", "Sở Xây dựng; Sở Tư pháp", "Năm 2023"),
    (
        "3",
        "Truyền thông về nước sạch và vệ sinh",
        "Sở Thông tin và Truyền thông",
        "Hội Liên hiệp Phụ nữ tỉnh",
        "30/9/2022",
    ),
    ("4", "Đào tạo cán bộ vận hành trạm cấp nước", "Sở Lao động - Thương binh và Xã hội", "Sở Nội vụ", "Năm 2024"),
)


def flow() -> list[str | Cells]:
    """The plan as its parts in order, for the makers of formats."""
    return [Cells(HEAD, False), *BODY, Cells(TAIL, False), *ANNEX, Cells(TASKS)]


def text() -> str:
    """The plan as running text, its table as Markdown rows."""
    rows = ["| " + " | ".join(row) + " |" for row in TASKS]
    head = [HEAD[0][0], HEAD[1][0], "", HEAD[0][1], HEAD[1][1], ""]
    body = [line + "\n" if line else line for line in BODY]
    return "\n".join([*head, *body, "", TAIL[0][0], "", TAIL[0][1], "", *ANNEX, "", *rows, ""])
