"""What is said of reading aloud."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "no-voice": (
        "Máy này chưa có giọng đọc dùng được ({voice}: {detail}). Người vận hành hãy cài gói espeakng-loader hoặc chương trình espeak-ng; với Piper, hãy kiểm tra đường dẫn chương trình và mô hình.",
        "This machine has no usable voice ({voice}: {detail}). The operator should install the package espeakng-loader or the program espeak-ng; for Piper, check the paths of program and model.",
    ),
    "no-voice-for-language": (
        "Chưa có giọng máy cho ngôn ngữ “{language}”, nên bài này không có bản đọc. Hãy gửi bản ghi âm của người đọc.",
        "There is no machine voice for the language “{language}”, so this article has no reading. Send a recording by a person.",
    ),
    "voice-failed": (
        "Giọng máy {voice} dừng với mã {return_code}: {detail}. Hãy thử lại; nếu vẫn lỗi, hãy báo người vận hành.",
        "The voice {voice} stopped with code {return_code}: {detail}. Try again; if it fails again, tell the operator.",
    ),
    "nothing-to-read": (
        "Bài không có chữ nào để đọc. Hãy kiểm tra nội dung bài.",
        "There are no words in the article to be read aloud. Check its text.",
    ),
    "too-long-to-read": (
        "Bài có {characters} ký tự; bản đọc nhận nhiều nhất {most_characters}. Hãy chia thành nhiều bài nếu cần bản đọc.",
        "The article has {characters} characters; at most {most_characters} are read aloud. Split it into several articles if a reading is wanted.",
    ),
}
