"""What is said of captions and of programs that write them."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "captions-too-large": (
        "Tệp phụ đề nặng {size_kb} KB; nhiều nhất là {most_kb} KB. Hãy kiểm tra xem đã chọn đúng tệp chưa.",
        "The captions file has {size_kb} KB; the most is {most_kb} KB. Check whether it is the right file.",
    ),
    "captions-unknown": (
        "Không nhận ra dạng phụ đề của tệp này. Hãy gửi SRT, WebVTT, ASS, SSA, SBV, TTML, MicroDVD hoặc JSON của podcast.",
        "This is no captions file of a known kind. Send SRT, WebVTT, ASS, SSA, SBV, TTML, MicroDVD or a podcast's JSON.",
    ),
    "captions-broken": (
        "Tệp phụ đề {format} bị hỏng, không đọc được. Hãy xuất lại rồi gửi lại.",
        "The {format} captions file is broken and cannot be read. Export it again and send it again.",
    ),
    "captions-empty": (
        "Tệp phụ đề không có lời nào dùng được. Hãy kiểm tra nội dung rồi gửi lại.",
        "The captions file holds no words that can be used. Check its content and send it again.",
    ),
    "captions-beyond-media": (
        "Phụ đề bắt đầu ở giây {start_s}, nhưng bản ghi chỉ dài {duration_s} giây: có lẽ là phụ đề của bản ghi khác. Hãy chọn lại tệp.",
        "The captions begin at second {start_s}, but the recording has only {duration_s} seconds: they seem to belong to another one. Choose the file again.",
    ),
    "captions-are-pictures": (
        "Phụ đề trong luồng {stream} ({codec}) là hình, không phải chữ, nên không dùng được. Hãy gửi kèm tệp phụ đề chữ.",
        "The subtitles of stream {stream} ({codec}) are pictures, not text, and cannot be used. Send a text captions file with it.",
    ),
    "captions-unread": (
        "{count} đoạn trong tệp phụ đề không hiểu được nên bị bỏ qua. Hãy xem lại phụ đề.",
        "{count} parts of the captions file made no sense and were left out. Look through the captions.",
    ),
    "captions-without-words": (
        "{count} phụ đề trống đã được bỏ.",
        "{count} captions without words were left out.",
    ),
    "captions-advert": (
        "{count} dòng quảng cáo của trang phụ đề đã được bỏ.",
        "{count} adverts of subtitle sites were left out.",
    ),
    "captions-crowded": (
        "{count} phụ đề có quá nhiều chữ cùng lúc nên bị bớt. Hãy xem lại phụ đề.",
        "{count} captions had too many words at once, and some were left out. Look through the captions.",
    ),
    "captions-negative": (
        "{count} phụ đề bắt đầu trước giây 0; đã đưa về giây 0.",
        "{count} captions began before second 0 and were moved to it.",
    ),
    "captions-unsorted": (
        "{count} phụ đề sai thứ tự thời gian; đã xếp lại.",
        "{count} captions were out of order and were sorted by time.",
    ),
    "captions-hours": (
        "Giờ của phụ đề bắt đầu từ {count}:00:00 như trên băng; đã trừ đi. Hãy xem lời có khớp hình không.",
        "The times of the captions began at {count}:00:00, as on a tape; that was taken off. Check that words and pictures fit.",
    ),
    "captions-reversed": (
        "{count} phụ đề kết thúc trước khi bắt đầu; đã tính lại theo độ dài lời.",
        "{count} captions ended before they began; their ends were set by the length of the words.",
    ),
    "captions-zero-length": (
        "{count} phụ đề không có thời lượng; đã tính lại theo độ dài lời.",
        "{count} captions had no duration; their ends were set by the length of the words.",
    ),
    "captions-overlapping": (
        "{count} chỗ phụ đề chồng lên nhau đã được tách hoặc gộp.",
        "{count} overlaps of captions were parted or joined.",
    ),
    "captions-repeated": (
        "{count} chỗ lặp lại cùng một lời đã được gộp.",
        "{count} repetitions of the same words were joined.",
    ),
    "captions-beyond-end": (
        "{count} phụ đề nằm sau khi bản ghi kết thúc; đã cắt. Có thể phụ đề làm cho bản dựng hoặc tốc độ khung hình khác: hãy xem lời có khớp không.",
        "{count} captions lay beyond the end of the recording and were cut. They may be made for another cut or frame rate: check that they fit.",
    ),
    "captions-rewrapped": (
        "{count} phụ đề quá dài đã được chia dòng hoặc chia nhỏ.",
        "{count} captions were too long and were wrapped or parted.",
    ),
    "captions-too-many": (
        "Tệp có quá nhiều phụ đề; {count} phụ đề cuối bị bỏ.",
        "There are too many captions; the last {count} were left out.",
    ),
    "captions-frames": (
        "Phụ đề tính giờ theo khung hình; đã đổi với {frame_rate} khung hình/giây. Hãy xem lời có khớp hình không.",
        "The captions count frames; they were taken at {frame_rate} frames a second. Check that words and pictures fit.",
    ),
    "captions-fast": (
        "{count} phụ đề chạy nhanh hơn {most} ký tự/giây, khó đọc kịp. Hãy rút gọn lời.",
        "{count} captions go faster than {most} characters a second, too fast to read. Shorten the words.",
    ),
    "captions-sparse": (
        "Phụ đề chỉ phủ {percent} % bản ghi hoặc bắt đầu rất muộn. Hãy kiểm tra xem có đúng bản ghi không.",
        "The captions cover only {percent} % of the recording or begin very late. Check that they belong to it.",
    ),
    "captions-language": (
        "Phụ đề được ghi là tiếng “{language}”, nhưng chữ viết không giống. Hãy kiểm tra lại ngôn ngữ.",
        "The captions are said to be in “{language}”, but their letters say otherwise. Check the language.",
    ),
    "captions-machine": (
        "Phụ đề do máy tạo ({model}), có thể sai. Hãy đọc lại và sửa trước khi xuất bản.",
        "These captions were made by a machine ({model}) and may be wrong. Read and correct them before they are published.",
    ),
    "captions-language-unsure": (
        "Máy đoán lời nói là tiếng “{language}”, nhưng chỉ chắc {percent} %. Hãy chọn ngôn ngữ rồi tạo lại nếu sai.",
        "The machine takes the speech for “{language}”, but is only {percent} % sure. Choose the language and make them again if that is wrong.",
    ),
    "captions-doubtful": (
        "Máy chỉ chắc {percent} % những lời đã nghe: phụ đề này có lẽ sai nhiều. Hãy kiểm tra ngôn ngữ, hoặc gửi kèm tệp phụ đề.",
        "The machine is only {percent} % sure of the words: these captions are probably wrong in many places. Check the language, or send a captions file.",
    ),
    "transcription-no-speech": (
        "Máy không nghe thấy lời nói nào trong bản ghi, nên không có phụ đề.",
        "The machine heard no speech in the recording, so there are no captions.",
    ),
    "transcription-missing": (
        "Chương trình nghe lời nói không chạy được ({detail}). Người vận hành hãy cài faster-whisper và đặt thư mục mô hình.",
        "The program that hears speech does not run ({detail}). The operator should install faster-whisper and set the folder of its model.",
    ),
    "transcription-model": (
        "Thư mục mô hình nghe lời nói không dùng được: {detail}. Người vận hành hãy tải lại mô hình dạng CTranslate2.",
        "The folder of the speech model cannot be used: {detail}. The operator should fetch the model in the form of CTranslate2 again.",
    ),
    "transcription-language": (
        "Mô hình không nghe được tiếng “{language}”. Hãy gửi kèm tệp phụ đề.",
        "The model does not know the language “{language}”. Send a captions file instead.",
    ),
}
