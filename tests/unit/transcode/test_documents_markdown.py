from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcode.documents.limits import DocumentLimits
from transcode.documents.markdown import read_markdown
from transcode.errors import SENTENCES, RejectedError

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample content is not here")


def read(text, *, name="bài.md"):
    return read_markdown(text.encode(), name=name, limits=DocumentLimits())


def test_front_matter_gives_title_language_and_the_rest():
    article = read(
        "---\ntitle: Tin  vui\nlang: vi\ndate: 2026-11-22\ntags: [a, b]\ndraft: true\nsummary: Gọn.\n---\n\nNội dung.\n"
    )
    assert (article.title, article.language, article.summary, article.markdown) == (
        "Tin vui",
        "vi",
        "Gọn.",
        "Nội dung.",
    )
    assert article.metadata == {
        "date": "2026-11-22", "tags": "a, b", "draft": "yes", "summary": "Gọn.", "encoding": "utf-8",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "# Tiêu *đề* #\n\nNội dung.",
        "Tiêu đề\n===\n\nNội dung.",
        "## Tiêu đề\nNội dung.",
        "\n\nTiêu đề\n---\nNội dung.",
    ],
)
def test_the_first_heading_is_the_title_and_leaves_the_body(text):
    article = read(text)
    assert (article.title, article.markdown) == ("Tiêu đề", "Nội dung.")


def test_a_heading_that_says_something_else_than_the_front_matter_stays():
    article = read("---\ntitle: Một\n---\n# Hai\n\nNội dung.")
    assert (article.title, article.markdown) == ("Một", "# Hai\n\nNội dung.")
    assert read("---\ntitle: Một\n---\n# MỘT\n\nNội dung.").markdown == "Nội dung."


def test_without_title_and_heading_the_name_is_the_title():
    assert read("Nội dung.", name="tin_sáng.md").title == "tin sáng"


def test_text_between_two_rules_is_text():
    text = "---\nChỉ là chữ.\n---\n\nNội dung."
    assert "Chỉ là chữ." in read(text).markdown
    assert "Mở đầu" in read("---\nMở đầu, không có rào đóng").markdown


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: [a", 2),
        ("a: 1\n\tb: 2", 2),
        ("x: !!python/object/apply:os.system ['true']", 1),
        ("date: 2026-13-45", 2),
    ],
)
def test_broken_or_hostile_front_matter_is_refused_with_its_line(front, line):
    with pytest.raises(RejectedError) as refused:
        read(f"---\n{front}\n---\n\nNội dung.")
    assert refused.value.code == "front-matter-broken"
    assert refused.value.facts["line"] >= line


def test_front_matter_that_multiplies_itself_stays_small():
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    article = read(f"---\n{bomb}---\n\nNội dung.")
    assert sum(len(value) for value in article.metadata.values()) < 1000
    deep = "a: " + "[" * 20_000
    with pytest.raises(RejectedError):
        read(f"---\n{deep}\n---\n\nx")


def test_an_endless_first_line_is_no_heading_and_takes_no_time():
    assert read("# " + " " * 200_000 + "x").title == "bài"


def test_script_stays_in_the_text_for_the_renderer_to_clean():
    assert "<script>" in read("# A\n\n<script>alert(1)</script>\n\nB").markdown


@given(st.text(alphabet="-\n:[]{}&*!#| ab'\"%@`\t", max_size=80))
def test_any_front_matter_is_read_or_refused(front):
    try:
        article = read(f"---\n{front}\n---\nNội dung.")
    except RejectedError as refused:
        outcome = SENTENCES[refused.code]
    else:
        outcome = article.title
        assert all(isinstance(value, str) for value in article.metadata.values())
    assert outcome


@needs_samples
def test_a_real_plan_is_read():
    path = SAMPLES / "print" / "docs" / "ke_hoach_lai_chau.md"
    article = read_markdown(path.read_bytes(), name=path.name, limits=DocumentLimits())
    assert article.title == "Kế hoạch chuyển đổi số báo chí tỉnh Lai Châu"
    assert article.language == "vi"
    assert article.metadata["author"] == "UBND tỉnh Lai Châu"
    assert article.summary.startswith("KẾ HOẠCH Triển khai")
