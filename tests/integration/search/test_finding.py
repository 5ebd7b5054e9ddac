"""What readers find, and in which order, on both engines."""

from datetime import date
from threading import Thread

import pytest
from sqlalchemy import func, select

from hub.models import DirtyPath, SearchEntry
from hub.services import publisher, publishing, tree
from hub.services.search import engines, index, words
from tests.integration.search.archive import draft, found, publish, titles
from tests.unit.hub.hostile_queries import HOSTILE


def test_a_word_is_found_from_any_keyboard(newsroom):
    publish(newsroom, "Đường mới về bản Nậm Cúm")
    for typed in ("đường", "duong", "DUONG", "ĐƯỜNG", "đuong", "Nậm Cúm", "nam cum", "du\u031bo\u031b\u0300ng đường"):
        assert titles(newsroom, typed) == ["Đường mới về bản Nậm Cúm"], typed


def test_the_word_as_it_was_written_comes_before_words_that_are_only_typed_alike(newsroom):
    publish(newsroom, "Đường lên bản đã thông", hours=0)
    publish(newsroom, "Chợ phiên vùng cao", "Con đường nhỏ dẫn tới chợ.", hours=1)
    for hours, title in enumerate(("Dưỡng sinh buổi sáng", "Mùa dương xỉ", "Cây dướng ven suối"), 2):
        publish(newsroom, title, hours=hours)
    assert titles(newsroom, "đường") == [
        "Đường lên bản đã thông",
        "Chợ phiên vùng cao",
        "Cây dướng ven suối",
        "Mùa dương xỉ",
        "Dưỡng sinh buổi sáng",
    ]


def test_a_hundred_words_that_are_typed_alike_do_not_bury_the_one_that_was_meant(newsroom):
    publish(newsroom, "Giá ngô", "Bà con kể chuyện ma ở đầu bản.")
    for number in range(12):
        publish(newsroom, f"Gieo mạ vụ {number}", "Mạ xanh, má vui.", hours=number + 1)
    assert titles(newsroom, "kể chuyện ma")[0] == "Giá ngô"
    assert titles(newsroom, "ma")[0] == "Gieo mạ vụ 11"
    assert titles(newsroom, "mạ")[0] == "Gieo mạ vụ 11"
    publish(newsroom, "Chuyện ma", hours=-50)
    assert titles(newsroom, "ma")[0] == "Chuyện ma"


def test_where_the_tone_was_put_does_not_matter(newsroom):
    publish(newsroom, "Điệu xòe của người Thái", hours=0)
    publish(newsroom, "Hội hoà giải", hours=1)
    publish(newsroom, "Hòa bình", hours=2)
    publish(newsroom, "Hoa ban nở", hours=3)
    assert titles(newsroom, "hòa") == ["Hòa bình", "Hội hoà giải", "Hoa ban nở"]
    assert titles(newsroom, "hoà") == ["Hòa bình", "Hội hoà giải", "Hoa ban nở"]


def test_titles_come_before_texts_and_newer_before_older(newsroom):
    publish(newsroom, "Chè Tân Uyên", hours=1)
    publish(newsroom, "Vụ đông", "Nông hộ hái chè.", hours=5)
    publish(newsroom, "Hái chè", hours=3)
    publish(newsroom, "Giá phân bón", "Chăm chè.", hours=2)
    assert titles(newsroom, "chè") == ["Hái chè", "Chè Tân Uyên", "Vụ đông", "Giá phân bón"]


def test_all_words_are_wanted_wherever_they_stand(newsroom):
    publish(newsroom, "Đường về Mường Tè", "Thông xe sau hai tháng.")
    publish(newsroom, "Đường về Tân Uyên", "Thông xe.")
    assert titles(newsroom, "muong thông đường") == ["Đường về Mường Tè"]
    assert titles(newsroom, "đường ngập") == []


def test_a_phrase_in_quotes_is_found_as_it_stands_and_not_across_title_and_text(newsroom):
    publish(newsroom, "Bà con đón đường mới", "Ngô được giá.", hours=0)
    publish(newsroom, "Con bà Mai đón tết", "Đường mới, bà con vui.", hours=1)
    assert titles(newsroom, '"bà con"') == ["Bà con đón đường mới", "Con bà Mai đón tết"]
    assert titles(newsroom, "“bà con đón đường”") == ["Bà con đón đường mới"]
    assert titles(newsroom, '"mới ngô"') == []
    assert titles(newsroom, '"ba con" giá') == ["Bà con đón đường mới"]


def test_pairs_of_a_phrase_that_stand_apart_are_no_phrase(newsroom):
    publish(newsroom, "Tin", "Nương chè xanh. Chè xanh tốt. Ngô trên nương chè.")
    publish(newsroom, "Bài", "Nương chè tốt.", hours=1)
    assert titles(newsroom, '"nương chè xanh"') == ["Tin"]
    assert titles(newsroom, '"nuong che xanh tot"') == []
    assert titles(newsroom, '"nương chè tốt"') == ["Bài"]


def test_the_last_word_may_be_begun_and_whole_words_come_first(newsroom):
    publish(newsroom, "Học sinh vùng cao", hours=3)
    publish(newsroom, "Họ Lò ở bản Nà", hours=1)
    publish(newsroom, "Lịch họp báo", hours=2)
    assert titles(newsroom, "họ") == ["Họ Lò ở bản Nà", "Học sinh vùng cao", "Lịch họp báo"]
    assert titles(newsroom, "vung c") == ["Học sinh vùng cao"]
    assert titles(newsroom, "vun cao") == []
    assert titles(newsroom, '"họ"') == ["Họ Lò ở bản Nà"]


def test_words_of_every_language_of_the_province_are_found(newsroom):
    publish(newsroom, "Xov xwm hauv zej zog", "Peb cov Hmoob nyob toj siab.", slug="tieng-mong")
    publish(newsroom, "ꪁꪫꪱꪣꪼꪕ ꪹꪣꪉꪼꪖ", "ꪎꪸꪉꪼꪕ ꪶꪔꪫꪙ", slug="tieng-thai", hours=1)
    publish(newsroom, "Haqniq dol ssol", "Aqkaq ma’deiv", slug="ha-nhi", hours=2)
    publish(newsroom, "老街新闻", "边境市场今天开放", hours=3)
    for typed, title in (
        ("hmoob", "Xov xwm hauv zej zog"),
        ("zej zo", "Xov xwm hauv zej zog"),
        ("ꪹꪣꪉꪼꪖ", "ꪁꪫꪱꪣꪼꪕ ꪹꪣꪉꪼꪖ"),
        # In the middle of what stands together: that script need not part its words.
        ("ꪣꪉ", "ꪁꪫꪱꪣꪼꪕ ꪹꪣꪉꪼꪖ"),
        ("ꪎꪸꪉꪼꪕ", "ꪁꪫꪱꪣꪼꪕ ꪹꪣꪉꪼꪖ"),
        ("madeiv", "Haqniq dol ssol"),
        ("HAQNIQ", "Haqniq dol ssol"),
        ("市场", "老街新闻"),
    ):
        assert titles(newsroom, typed) == [title], typed
    assert titles(newsroom, "ꪉꪣ") == []


def test_a_vowel_of_tai_viet_is_no_tone(newsroom):
    publish(newsroom, "ꪝꪱ", slug="tieng-thai")
    publish(newsroom, "ꪝꪲ", slug="tieng-thai", hours=1)
    publish(newsroom, "ꪝꪲ꪿", slug="tieng-thai", hours=2)
    assert titles(newsroom, "ꪝꪲ") == ["ꪝꪲ", "ꪝꪲ꪿"]


def test_kind_language_programme_and_days_narrow_what_is_found(newsroom):
    publish(newsroom, "Tin mưa lũ", slug="bao-in")
    publish(newsroom, "Tin lũ quét", slug="phat-thanh", hours=24)
    publish(newsroom, "Tin lũ tiếng Mông", slug="tieng-mong", hours=48)
    publish(newsroom, "Tin lũ tiếng Thái", slug="tieng-thai", hours=72)
    assert len(titles(newsroom, "lũ")) == 4
    assert titles(newsroom, "lũ", kind="print") == ["Tin mưa lũ"]
    assert titles(newsroom, "lũ", language="hmn") == ["Tin lũ tiếng Mông"]
    assert titles(newsroom, "lũ", language="blt") == ["Tin lũ tiếng Thái"]
    assert titles(newsroom, "lũ", programme="phat-thanh") == ["Tin lũ quét"]
    assert titles(newsroom, "lũ", kind="radio", language="vi") == ["Tin lũ quét"]
    assert titles(newsroom, "lũ", kind="không có \0'\"") == []
    assert titles(newsroom, "lũ", since=date(2026, 3, 17)) == ["Tin lũ tiếng Thái", "Tin lũ tiếng Mông"]
    assert titles(newsroom, "lũ", until=date(2026, 3, 15)) == ["Tin mưa lũ"]
    assert titles(newsroom, "lũ", since=date(2026, 3, 16), until=date(2026, 3, 16)) == ["Tin lũ quét"]
    assert titles(newsroom, "lũ", since=date(2026, 3, 17), until=date(2026, 3, 16)) == []
    assert len(titles(newsroom, "lũ", since=date.min, until=date.max)) == 4


def test_a_day_is_a_day_of_the_province(newsroom):
    publish(newsroom, "Bản tin đêm", hours=11.9)
    publish(newsroom, "Bản tin rạng sáng", hours=12.1)
    assert titles(newsroom, "bản tin", until=date(2026, 3, 15)) == ["Bản tin đêm"]
    assert titles(newsroom, "bản tin", since=date(2026, 3, 16)) == ["Bản tin rạng sáng"]


def test_what_is_withdrawn_is_found_no_more_and_again_when_it_is_published_again(newsroom):
    item_id = publish(newsroom, "Cầu treo Nậm Na", "Bắc qua suối.")
    publishing.withdraw(newsroom, item_id, by="t")
    assert titles(newsroom, "cầu treo") == titles(newsroom, "suối") == []
    publishing.publish(newsroom, item_id, by="t", push=False)
    assert titles(newsroom, "cầu treo") == ["Cầu treo Nậm Na"]


def test_what_is_corrected_is_found_by_its_new_words_and_no_more_by_its_old_ones(newsroom):
    item_id = publish(newsroom, "Giá ngô tăng", "Thương lái đến mua.")
    publish(newsroom, "Giá ngô hôm qua", hours=-1)
    publishing.correct(newsroom, item_id, {"title": "Giá ngô giảm", "body": "Hợp tác xã đứng ra mua."}, by="t")
    assert titles(newsroom, "tăng") == titles(newsroom, "thương lái") == titles(newsroom, '"ngô tăng"') == []
    assert titles(newsroom, "thuong l") == []
    assert titles(newsroom, "giảm") == titles(newsroom, "hợp tác xã") == ["Giá ngô giảm"]
    # Its place among the others is that of its publication.
    assert titles(newsroom, "giá ngô") == ["Giá ngô giảm", "Giá ngô hôm qua"]


def test_a_corrected_language_is_the_one_to_filter_by(newsroom):
    item_id = publish(newsroom, "Xov xwm")
    publishing.correct(newsroom, item_id, {"language": "hmn"}, by="t")
    assert titles(newsroom, "xov", language="vi") == []
    assert titles(newsroom, "xov", language="hmn") == ["Xov xwm"]


def test_nothing_is_found_of_what_is_not_public(newsroom):
    item_id = draft(newsroom, "Bí mật của tòa soạn")
    assert titles(newsroom, "bí mật") == []
    publishing.correct(newsroom, item_id, {"title": "Bí mật khác"}, by="t")
    assert titles(newsroom, "bí mật") == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_there_is_an_answer(newsroom, typed):
    publish(newsroom, "Tin a OR b NOT near *")
    assert found(newsroom, typed).count in {0, 1}


def test_pages_tell_everything_once_and_in_one_order(newsroom):
    made = [publish(newsroom, f"Tin mưa số {number}", hours=number) for number in range(23)]
    pages = [list(found(newsroom, "mưa", page=page).ids) for page in (1, 2, 3)]
    assert [one for page in pages for one in page] == made[::-1]
    first = found(newsroom, "mưa")
    assert (first.count, first.more, first.pages) == (23, False, 3)
    assert list(found(newsroom, "mưa", page=10_000).ids) == pages[2]
    assert list(found(newsroom, "mưa", page=-1).ids) == pages[0]


def test_items_of_one_second_all_have_their_place(newsroom):
    made = [publish(newsroom, f"Tin nhanh {number}") for number in range(5)]
    assert list(found(newsroom, "tin nhanh").ids) == made[::-1]


def test_a_text_of_any_length_and_kind_is_taken_in(newsroom):
    long = "z" * 5000
    body = " ".join(f"{long}{number} từ{number}ngữ" for number in range(300)) + " cuối bài"
    publish(newsroom, "Bài rất dài", body)
    publish(newsroom, "★ 🎉 !!!", "—", hours=1)
    hostile = " ".join(f"tư{number:05}liệu" * 3 for number in range(20_000))
    publish(newsroom, "Sổ tay", hostile, hours=2)
    assert titles(newsroom, f"{long}7") == []
    assert titles(newsroom, "từ7ngữ") == ["Bài rất dài"]
    assert titles(newsroom, "sổ tay tư00007liệu" + "tư00007liệu" * 2) == ["Sổ tay"]


def test_an_index_that_was_lost_is_made_anew_with_the_tree(newsroom):
    for number in range(3):
        publish(newsroom, f"Lúa chín bậc {number}", hours=number)
    before = titles(newsroom, "lúa chín")
    with newsroom.database.writing() as session:
        engines.clear(session)
        session.query(SearchEntry).delete()
    assert titles(newsroom, "lúa chín") == []
    _build(newsroom)
    assert titles(newsroom, "lúa chín") == before


def test_an_index_of_other_rules_is_made_anew(newsroom, monkeypatch):
    item_id = publish(newsroom, "Lúa chín")
    with newsroom.database.writing() as session:
        session.query(SearchEntry).update({"version": words.VERSION - 1, "title": "khác"})
    _build(newsroom)
    assert titles(newsroom, "lúa chín") == ["Lúa chín"]
    publishing.withdraw(newsroom, item_id, by="t")
    assert titles(newsroom, "lúa") == []


def test_a_large_index_is_filled_in_steps(newsroom, monkeypatch):
    made = [publish(newsroom, f"Tin số {number}", hours=number) for number in range(5)]
    with newsroom.database.writing() as session:
        engines.clear(session)
        session.query(SearchEntry).delete()
        tree.mark(session, ["search/"])
    monkeypatch.setattr("hub.services.search.index.BATCH", 2)
    _build(newsroom)
    assert list(found(newsroom, "tin").ids) == made[::-1]
    with newsroom.database.reading() as session:
        assert session.get(DirtyPath, "search/") is None


def _build(parts) -> None:
    publisher.mark_all(parts)
    while publisher.render_batch(parts)[0]:
        pass


def test_what_is_withdrawn_while_the_index_is_filled_is_not_left_in_it(newsroom, monkeypatch):
    item_id = publish(newsroom, "Lúa chín")
    with newsroom.database.writing() as session:
        engines.clear(session)
        session.query(SearchEntry).delete()
    withdrawing = Thread(target=publishing.withdraw, args=(newsroom, item_id), kwargs={"by": "t"})
    follow = index.follow

    def slowly(session, item) -> None:
        monkeypatch.setattr(index, "follow", follow)
        withdrawing.start()
        withdrawing.join(1)
        follow(session, item)

    monkeypatch.setattr(index, "follow", slowly)
    index.fill(newsroom)
    withdrawing.join()
    assert titles(newsroom, "lúa") == []
    with newsroom.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchEntry)) == 0
