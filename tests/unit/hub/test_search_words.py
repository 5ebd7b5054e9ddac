"""Which words are the same to a reader: truths about Vietnamese, and laws that hold for any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.services.search import query, words
from tests.unit.hub.hostile_queries import HOSTILE

texts = st.text(max_size=80)
#: Syllables from which tones can be taken.
vietnamese = st.text("aăâeêioôơuưyđAĂÂĐƯƠ áàảãạấầẩẫậếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựbchgkmnt", max_size=60)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Đường", "duong"),
        ("đường", "Dường"),
        ("NGHIÊNG", "nghieng"),
        ("Mường Tè", "muong te"),
        ("ĐẶNG", "dang"),
        # The letters that other keyboards give for đ.
        ("Ðiện Biên", "dien bien"),
        ("hòa", "hoà"),
        ("thuỷ", "thủy"),
    ],
)
def test_what_is_typed_without_tones_is_the_same_folded(written, typed):
    assert [words.folded(one) for one in words.words(written)] == [words.folded(one) for one in words.words(typed)]


@pytest.mark.parametrize(("one", "other"), [("ma", "mạ"), ("đa", "da"), ("mơ", "mo"), ("ân", "an"), ("hòa", "hóa")])
def test_words_of_other_tones_and_letters_are_never_the_same_exactly(one, other):
    assert words.exact(one) != words.exact(other)


@given(texts)
def test_folding_twice_is_folding_once(text):
    for word in words.words(text):
        assert words.folded(words.folded(word)) == words.folded(word)
        assert words.exact(words.exact(word)) == words.exact(word)


@given(vietnamese)
def test_capitals_and_how_marks_are_encoded_do_not_matter(text):
    told = words.words(text)
    assert words.words(text.upper()) == told
    assert words.words(unicodedata.normalize("NFD", text)) == told


@given(vietnamese)
def test_folded_vietnamese_is_plain_ascii(text):
    assert all(words.folded(word).isascii() for word in words.words(text))


@given(texts)
def test_words_that_are_the_same_exactly_are_the_same_folded(text):
    for word in words.words(text):
        assert words.folded(words.exact(word)) == words.folded(word)


@given(texts, texts)
def test_tokens_are_what_both_engines_keep_unchanged(title, text):
    for token in words.tokens(words.words(title), words.words(text), [words.label("language", text)]):
        # No space, quote, backslash or sign; SQLite's tokenizer makes small letters of ASCII.
        assert token
        assert not set(token) & set(" \t\r\n\0'\"\\:*&|!()<>")
        assert token == "".join(char.lower() if char.isascii() else char for char in token)
        assert len(token.encode()) <= 41
        token.encode()


@given(st.lists(texts, max_size=40), texts)
def test_every_word_of_a_text_is_found_by_itself_whole_and_begun(title, text):
    joined = words.words(" ".join(title))
    kept = set(words.tokens(joined, words.words(text), ()))
    for word in joined:
        for stage in query.Query(terms=((word,),), is_open=False, is_cut=False).stages(()):
            assert set(stage.tokens) <= kept


@given(texts)
def test_a_text_is_marked_without_being_changed(text):
    asked = query.read(text[:10])
    assert "".join(piece for piece, _ in asked.marked(text)) == text


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_query_is_bounded_whatever_is_typed(typed):
    asked = query.read(typed)
    assert sum(map(len, asked.terms)) <= query.MOST_WORDS
    for stage in asked.stages([words.label("kind", typed)]):
        assert len(stage.tokens) <= 2 * query.MOST_WORDS + 1


def test_what_is_more_than_is_looked_for_is_told():
    assert query.read("a " * 100).is_cut
    assert query.read("x" * 500).is_cut
    assert not query.read('đường "bà con"').is_cut


def test_the_words_that_were_looked_for_are_marked_where_they_stand():
    marked = query.read('duong "lai chau" thô').marked("ĐƯỜNG Lai Châu: thông xe, lai tạo")
    assert [piece for piece, found in marked if found] == ["ĐƯỜNG", "Lai Châu", "thông"]
    assert [piece for piece, found in query.read("ꪣꪉ").marked("ꪹꪣꪉꪼꪖ") if found] == ["ꪣꪉ"]


def test_an_item_is_kept_within_what_a_tsvector_holds():
    many = [f"{'x' * 30}{number}" for number in range(words.MOST_WORDS)]
    kept = words.tokens(many, many, ())
    assert sum(len(token.encode()) for token in kept) < 2**20
