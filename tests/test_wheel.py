"""The wheel holds all the product needs: built, installed outside the checkout, and the main job run from it."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: object, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DAUMOI_", "PYTHON"))}
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env={**clean, **env}, capture_output=True, text=True, timeout=540
    )
    assert done.returncode == 0, f"{command} failed\n{done.stdout}\n{done.stderr}"
    return done


@pytest.mark.slow
def test_the_main_job_from_an_installed_wheel(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("daumoi-*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    bin_ = tmp_path / "env" / "bin"
    run(bin_ / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    store = tmp_path / "store"

    run(bin_ / "daumoi", "ingest", "--sample", "--store", store, cwd=tmp_path)
    question = ("ask", "Cơ quan nào chủ trì hạ tầng số ở huyện Thanh Miện?", "--format", "json", "--on", "2023-06-01")
    answer = json.loads(run(bin_ / "daumoi", *question, "--store", store, cwd=tmp_path).stdout)
    assert answer["outcome"] == "answered"
    assert [a["body"] for a in answer["answers"]] == ["Phòng Văn hóa và Thông tin huyện Thanh Miện"]
    assert answer["answers"][0]["role"] == "lead"

    rows = run(bin_ / "daumoi", "query", "documents", "--format", "json", "--store", store, cwd=tmp_path).stdout
    assert sum(row["held"] for row in json.loads(rows)) == 6
    run(bin_ / "daumoi", "map", "-o", tmp_path / "map.html", "--store", store, cwd=tmp_path)
    assert "vis" in (tmp_path / "map.html").read_text(encoding="utf-8")
    run(bin_ / "daumoi", "validate", "--store", store, cwd=tmp_path)
