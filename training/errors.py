"""What can be wrong with a course, an event, a rule, a roster or a certificate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Fact = str | int | float

#: code -> (Vietnamese, English). One sentence: what is wrong, what to do. `{name}` is filled from the facts.
SENTENCES: Mapping[str, tuple[str, str]] = {
    # The folder of a course
    "course-faults": ("Khóa học có {count} lỗi. Lỗi đầu tiên: {first}", "The course has {count} faults. The first one: {first}"),
    "missing-course-folder": ("Không có thư mục “{name}”. Hãy kiểm tra lại đường dẫn.", "There is no folder “{name}”. Check the path."),
    "missing-course-file": ("Thiếu tệp “{name}”. Hãy tạo tệp này, có phần khai báo ở đầu.", "The file “{name}” is missing. Make it, with front matter at its top."),
    "bad-course-name": ("Tên “{name}” sai mẫu. Hãy đặt tên theo mẫu {pattern}.", "The name “{name}” is not of the right form. Name it like {pattern}."),
    "duplicate-slug": ("Tên ngắn “{slug}” đã dùng ở {other}. Hãy đổi tên một trong hai.", "The slug “{slug}” is already used by {other}. Rename one of the two."),
    "duplicate-number": ("Số thứ tự {number} đã dùng ở {other}. Hãy đánh số lại.", "The number {number} is already used by {other}. Number them again."),
    "no-modules": ("Khóa học chưa có chương nào. Hãy tạo thư mục như 01-mo-dau, có tệp module.md.", "The course has no module. Make a folder such as 01-start with a module.md."),
    "empty-module": ("Chương này chưa có bài nào. Hãy thêm một bài như 01-bai-mot.md.", "This module has no lesson. Add one such as 01-lesson-one.md."),
    "course-symlink": ("Tệp này là liên kết tượng trưng, có thể dẫn ra ngoài khóa học. Hãy thay bằng tệp thật.", "This is a symbolic link and may leave the course. Put the real file here."),
    "lesson-file-too-large": ("Tệp nặng {size_bytes} byte, quá mức {limit_bytes} byte. Hãy chia nhỏ bài.", "The file has {size_bytes} bytes, more than {limit_bytes}. Split it."),
    # Characters
    "course-not-utf8": ("Tệp không phải UTF-8. Hãy lưu lại với bảng mã UTF-8.", "The file is not UTF-8. Save it again as UTF-8."),
    "course-not-nfc": ("Chữ có dấu tách rời (không phải NFC) ở {lines} dòng. Hãy lưu lại dạng NFC (Unicode dựng sẵn).", "Accents are stored apart (not NFC) on {lines} lines. Save the text as NFC."),
    "text-direction": ("Có ký tự ẩn đổi chiều chữ {character}. Hãy xóa đi.", "There is a hidden mark that turns the direction of text, {character}. Delete it."),
    "hidden-character": ("Có ký tự ẩn {character}. Hãy xóa đi.", "There is a hidden character, {character}. Delete it."),
    # Front matter
    "no-front-matter": ("Thiếu phần khai báo. Tệp phải bắt đầu bằng một dòng ---, các khai báo, rồi một dòng ---.", "There is no front matter. Start the file with a line ---, the fields, and a line ---."),
    "front-matter-open": ("Phần khai báo chưa đóng. Hãy thêm một dòng --- sau các khai báo.", "The front matter is never closed. Add a line --- after the fields."),
    "bad-front-matter": ("Phần khai báo sai cú pháp YAML: {problem}. Hãy sửa dòng này.", "The front matter is not valid YAML: {problem}. Correct this line."),
    "duplicate-field": ("Khai báo “{key}” có hai lần. Hãy giữ một.", "The field “{key}” stands twice. Keep one."),
    "unknown-field": ("Không có khai báo nào tên “{key}”. Các tên được dùng: {known}.", "There is no field “{key}”. The fields are: {known}."),
    "missing-field": ("Thiếu khai báo “{key}”. Hãy thêm vào đầu tệp.", "The field “{key}” is missing. Add it at the top of the file."),
    "empty-field": ("Khai báo “{key}” đang trống. Hãy điền vào.", "The field “{key}” is empty. Fill it in."),
    "bad-field": ("Khai báo “{key}” sai dạng. Cần: {expected}.", "The field “{key}” is of the wrong form. It wants {expected}."),
    "field-out-of-range": ("Khai báo “{key}” là {value}, phải từ {low} đến {high}.", "The field “{key}” is {value}; it must be from {low} to {high}."),
    "unknown-audience": ("Không có nhóm người học “{value}”. Các nhóm: {known}.", "There is no group “{value}”. The groups are: {known}."),
    "minutes-disagree": ("Khai báo “minutes” khác tổng của các bài và câu hỏi là {parts} phút. Hãy sửa lại hoặc bỏ khai báo này.", "The field “minutes” differs from what lessons and questions add up to, {parts}. Correct it or leave it out."),
    "minutes-too-few": ("Bài có {words} chữ, không đọc kịp trong {minutes} phút. Hãy tăng số phút hoặc rút ngắn bài.", "The lesson has {words} words, too many for {minutes} minutes. Give it more time or shorten it."),
    # Lessons
    "empty-lesson": ("Bài chưa có nội dung. Hãy viết nội dung dưới phần khai báo.", "The lesson has no text. Write it below the front matter."),
    "heading-title": ("Dòng này thành đề mục cấp 1, cấp dành cho tên bài. Hãy bắt đầu từ ##.", "This line makes a heading of level 1, which is the lesson's title. Start from ##."),
    "heading-skips": ("Đề mục nhảy từ cấp {above} xuống cấp {level}. Hãy dùng cấp {wanted}.", "The heading jumps from level {above} to level {level}. Use level {wanted}."),
    "html-not-allowed": ("Thẻ hoặc thuộc tính HTML “{name}” không được dùng và sẽ bị bỏ. Hãy viết bằng Markdown.", "The HTML “{name}” is not allowed and will be dropped. Write it in Markdown."),
    "dead-link": ("Liên kết “{target}” không dẫn đến tệp nào của khóa học. Hãy sửa lại.", "The link “{target}” leads to no page or file of the course. Correct it."),
    "link-leaves-course": ("“{target}” dẫn ra ngoài thư mục khóa học. Hãy đưa tệp vào trong khóa học.", "“{target}” leaves the folder of the course. Bring the file into the course."),
    "link-not-https": ("Liên kết “{target}” không dùng https. Hãy đổi sang địa chỉ https.", "The link “{target}” is not https. Use the https address."),
    "link-scheme": ("Không dùng loại liên kết “{target}”. Chỉ dùng https, mailto, tel hoặc tệp trong khóa học.", "Links such as “{target}” are not used. Use https, mailto, tel or a file of the course."),
    "dead-picture": ("Không có tệp ảnh “{target}”. Hãy thêm ảnh hoặc sửa tên.", "There is no picture “{target}”. Add it or correct the name."),
    "picture-without-alt": ("Ảnh “{target}” chưa có chữ thay ảnh. Hãy viết trong dấu ngoặc vuông ảnh cho thấy gì.", "The picture “{target}” has no alternative text. Say between the square brackets what it shows."),
    "picture-remote": ("Ảnh “{target}” nằm ở máy khác. Hãy chép ảnh vào thư mục khóa học.", "The picture “{target}” is on another machine. Copy it into the folder of the course."),
    "picture-type": ("Ảnh “{target}” không đúng loại. Hãy dùng {known}.", "The picture “{target}” is of the wrong type. Use {known}."),
    "picture-heavy": ("Ảnh “{target}” nặng {size_bytes} byte, quá mức {limit_bytes} byte cho điện thoại mạng chậm. Hãy nén lại.", "The picture “{target}” has {size_bytes} bytes, more than the {limit_bytes} a phone on a slow network should load. Compress it."),
    # Quizzes
    "quiz-empty": ("Bài kiểm tra chưa có câu hỏi. Hãy thêm câu hỏi, mỗi câu bắt đầu bằng ##.", "The quiz has no question. Add some, each under a ## heading."),
    "stray-text": ("Dòng này không thuộc câu hỏi, phương án hay lời giải thích nào. Hãy xóa hoặc sửa.", "This line belongs to no question, choice or explanation. Delete or correct it."),
    "question-without-text": ("Câu hỏi chưa có lời. Hãy viết sau ##.", "The question has no words. Write it after ##."),
    "question-without-choices": ("Câu hỏi có {count} phương án. Cần ít nhất hai dòng bắt đầu bằng - [ ] hoặc - [x].", "The question has {count} choices. It wants at least two lines that begin with - [ ] or - [x]."),
    "question-without-answer": ("Câu hỏi chưa có phương án đúng. Hãy đánh dấu bằng - [x].", "The question has no right choice. Mark it with - [x]."),
    "two-answers": ("Câu hỏi chọn một có {count} phương án đúng. Hãy để lại một, hoặc ghi {{.multiple}} cuối câu hỏi.", "A question with one answer has {count} right choices. Keep one, or end the question with {{.multiple}}."),
    "true-false-choices": ("Câu đúng–sai cần đúng hai phương án, có {count}.", "A true-false question wants exactly two choices, it has {count}."),
    "unknown-kind": ("Không có loại câu hỏi “{kind}”. Các loại: {known}.", "There is no kind of question “{kind}”. The kinds are: {known}."),
    "duplicate-question": ("Mã câu hỏi “{id}” đã dùng ở dòng {other}. Hãy đổi mã.", "The question's id “{id}” is already used on line {other}. Change one."),
    "duplicate-choice": ("Phương án này viết giống phương án ở dòng {other}. Hãy sửa lại.", "This choice reads like the one on line {other}. Change it."),
    # What is still missing to complete a course
    "lesson-open": ("Chưa học bài “{part}”.", "The lesson “{part}” is not read yet."),
    "quiz-open": ("Chưa làm bài kiểm tra “{part}” (cần {pass_mark} %).", "The quiz “{part}” is not taken yet ({pass_mark} % needed)."),
    "quiz-below": ("Bài kiểm tra “{part}” cao nhất {score_percent} %, cần {pass_mark} %. Hãy làm lại.", "The best score of the quiz “{part}” is {score_percent} %, {pass_mark} % is needed. Take it again."),
    # Evidence
    "evidence-without-zone": ("Thời điểm “{name}” thiếu múi giờ.", "The time “{name}” has no time zone."),
    "not-canonical": ("Không ghi được giá trị kiểu {type} vào bằng chứng. Chỉ dùng chữ, số nguyên, đúng/sai, danh sách.", "A value of type {type} cannot be put into evidence. Use text, whole numbers, true or false, lists."),
    "unknown-verb": ("Không có loại sự kiện “{verb}”.", "There is no kind of event “{verb}”."),
    "bad-rule": ("Quy tắc hoàn thành đã lưu không đọc được: {problem}.", "The stored rule of completion cannot be read: {problem}."),
    "person-twice": ("Người mang mã {person_id} có hai dòng cùng hiệu lực ngày {as_of}. Hãy sửa danh sách.", "The person {person_id} has two lines in force on {as_of}. Correct the roster."),
    "bad-certificate-number": ("Số chứng nhận “{number}” không đúng. Hãy kiểm tra lại từng ký tự.", "The certificate number “{number}” is not right. Check it letter by letter."),
    "bad-certificate": ("Chứng nhận đã lưu không đọc được: {problem}.", "The stored certificate cannot be read: {problem}."),
    "bad-stored-course": ("Khóa học đã lưu không đọc được: {problem}.", "The stored course cannot be read: {problem}."),
    "evidence-out-of-range": ("“{name}” là {value}, phải từ {low} đến {high}.", "“{name}” is {value}; it must be from {low} to {high}."),
}  # fmt: skip


def sentence(code: str, facts: Mapping[str, Fact], *, language: str = "en") -> str:
    """Say what a code means.

    Args:
        code: A key of `SENTENCES`.
        facts: What its places are filled with.
        language: `vi` for Vietnamese; anything else gives English.
    """
    vietnamese, english = SENTENCES[code]
    return (vietnamese if language == "vi" else english).format(**facts)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file of a course; as text it is `path:line: sentence`.

    Attributes:
        path: Relative to the course's folder, with `/`.
        line: Counted from 1.
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with.
    """

    path: str
    line: int
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def sentence(self, *, language: str = "en") -> str:
        """Say what is wrong and what to do, without the place."""
        return sentence(self.code, self.facts, language=language)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence()}"


class TrainingError(Exception):
    """Root of this package's errors.

    Attributes:
        code: Stable name of the fault, a key of `SENTENCES`.
        facts: What the sentence is filled with.
        permanent: True: the same values would fail again.
    """

    permanent = True

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: Mapping[str, Fact] = facts
        super().__init__(sentence(code, facts))


class CourseFaultsError(TrainingError):
    """A course cannot be used as it is.

    Attributes:
        faults: Everything that is wrong with it, at least one.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("course-faults", count=len(self.faults), first=str(self.faults[0]))


class EvidenceError(TrainingError):
    """An event, a rule or a certificate cannot be made from these values."""


class RosterError(TrainingError):
    """The list of people contradicts itself."""
