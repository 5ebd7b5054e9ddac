"""What is said of media and of the machine that works on them."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "ffmpeg-missing": (
        "Máy này không có ffmpeg và ffprobe dùng được ({detail}). Người vận hành hãy cài ffmpeg và ffprobe từ bản 5 trở lên rồi chạy lại.",
        "There is no usable ffmpeg and ffprobe on this machine ({detail}). The operator should install ffmpeg and ffprobe 5 or later and run it again.",
    ),
    "tool-failed": (
        "Công cụ {program} dừng với mã {return_code}: {detail}. Hãy thử lại; nếu vẫn lỗi, hãy báo người vận hành.",
        "{program} stopped with code {return_code}: {detail}. Try again; if it fails again, tell the operator.",
    ),
    "tool-ended": (
        "Công cụ {program} bị hệ thống dừng giữa chừng (tín hiệu {signal}). Hãy thử lại; nếu vẫn lỗi, hãy báo người vận hành.",
        "The system ended {program} amid its work (signal {signal}). Try again; if it fails again, tell the operator.",
    ),
    "stalled": (
        "Xử lý đứng yên {stall_s} giây nên đã dừng. Hãy thử lại; nếu vẫn đứng, hãy xuất lại tệp rồi gửi lại.",
        "Nothing moved for {stall_s} seconds, so the work was stopped. Try again; if it stalls again, export the file again and send it.",
    ),
    "time-limit": (
        "Xử lý quá {limit_s} giây nên đã dừng. Hãy thử lại lúc máy rảnh hoặc chia tệp thành nhiều phần.",
        "The work took more than {limit_s} seconds and was stopped. Try again when the machine is free, or split the file into parts.",
    ),
    "output-limit": (
        "Nội dung tạo ra lớn hơn {limit_mib} MiB nên đã dừng. Hãy chia tệp thành nhiều phần rồi gửi lại.",
        "What is made of this file is larger than {limit_mib} MiB, so the work was stopped. Split the file into parts and send them again.",
    ),
    "out-of-memory": (
        "Không đủ bộ nhớ để xử lý tệp này. Hãy thử lại lúc máy rảnh hoặc gửi tệp có độ phân giải thấp hơn.",
        "There is not enough memory for this file. Try again when the machine is free, or send the file in a lower resolution.",
    ),
    "disk-full": (
        "Ổ đĩa đã đầy. Người vận hành hãy giải phóng chỗ rồi thử lại.",
        "The disk is full. The operator should free some space, then try again.",
    ),
    "source-unreachable": (
        "Không đọc được tệp gốc trên ổ đĩa. Người vận hành hãy kiểm tra ổ đĩa và quyền đọc rồi thử lại.",
        "The original cannot be read from the disk. The operator should check the disk and its permissions, then try again.",
    ),
    "no-video-index": (
        "Tệp MP4/MOV bị cắt cụt: thiếu phần mục lục (moov) ở cuối. Hãy chép hoặc xuất lại trọn tệp rồi gửi lại.",
        "The MP4/MOV file is cut off: its index (moov) at the end is missing. Copy or export the whole file again and send it again.",
    ),
    "not-media": (
        "Không đọc được âm thanh, hình ảnh trong tệp này: tệp hỏng hoặc không đúng loại. Hãy xuất lại thành MP3 hoặc MP4 rồi gửi lại.",
        "No sound or picture can be read from this file: it is broken or of another kind. Export it again as MP3 or MP4 and send it again.",
    ),
    "no-streams": (
        "Tệp không có âm thanh hay hình ảnh nào. Hãy kiểm tra lúc xuất tệp rồi gửi lại.",
        "The file holds neither sound nor picture. Check how it was exported and send it again.",
    ),
    "nothing-decoded": (
        "Không giải mã được đoạn nào của tệp: dữ liệu bên trong bị hỏng. Hãy xuất lại tệp rồi gửi lại.",
        "Not one moment of the file could be decoded: its data are damaged. Export it again and send it again.",
    ),
    "codec-not-allowed": (
        "Tệp được mã hóa bằng {codec}, kiểu mà hub này không đọc được; tệp có thể không hỏng. Hãy xuất lại bằng H.264 và AAC (MP4) hoặc MP3 rồi gửi lại.",
        "The file is coded as {codec}, which this hub cannot read; nothing need be wrong with the file. Export it as H.264 with AAC (MP4) or as MP3 and send it again.",
    ),
    "codec-not-readable": (
        "Tệp được mã hóa bằng {codec}, kiểu mà ffmpeg của hub này không đọc được; tệp có thể không hỏng. Hãy xuất lại bằng H.264 và AAC (MP4) hoặc MP3, hoặc nhờ người vận hành cài ffmpeg đầy đủ.",
        "The file is coded as {codec}, which the ffmpeg of this hub cannot read; nothing need be wrong with the file. Export it as H.264 with AAC (MP4) or as MP3, or ask the operator to install a full ffmpeg.",
    ),
    "media-locked": (
        "Tệp bị khóa bản quyền (DRM) nên không mở được. Hãy gửi bản không khóa.",
        "The file is locked by copy protection (DRM) and cannot be opened. Send a copy without it.",
    ),
    "frame-too-large": (
        "Khung hình {width} × {height} quá lớn. Hãy xuất lại ở 3840 × 2160 hoặc nhỏ hơn rồi gửi lại.",
        "The frame of {width} × {height} is too large. Export it at 3840 × 2160 or smaller and send it again.",
    ),
    "chunks-differ": (
        "Các máy đã mã hóa video này dùng những bản ffmpeg khác nhau nên các phần không ghép được. Người vận hành hãy cài cùng một bản ffmpeg trên mọi máy rồi làm lại.",
        "The machines that encoded this video have different releases of ffmpeg, so its parts do not fit together. The operator should install the same release everywhere and make it again.",
    ),
    "over-budget": (
        "Dạng “{form}” nặng {size_bytes} byte, vượt mức {budget_bytes} byte cho phép. Hãy báo người vận hành.",
        "The form “{form}” has {size_bytes} bytes, more than its budget of {budget_bytes} bytes. Tell the operator.",
    ),
    "forms-failed": (
        "Chưa tạo được các dạng: {forms}. {reason_vi}",
        "These forms could not be made: {forms}. {reason_en}",
    ),
    "sound-silent": (
        "Bản ghi im lặng từ đầu đến cuối. Hãy kiểm tra đường thu, xuất lại tệp rồi gửi lại.",
        "The recording is silent from beginning to end. Check how it was recorded, export it again and send it again.",
    ),
    "sound-gaps": (
        "Bản ghi có {count} đoạn im lặng từ 5 giây trở lên ({places}). Hãy nghe lại các đoạn đó trước khi xuất bản.",
        "The recording has {count} silences of 5 seconds or more ({places}). Listen to them before it is published.",
    ),
    "sound-clipped": (
        "Tiếng bị vỡ vì thu quá to: {percent} % số mẫu bị cắt ngọn. Nếu còn bản thu gốc nhỏ tiếng hơn, hãy gửi bản đó.",
        "The sound was recorded too loud and is clipped: {percent} % of its samples are cut off. If there is a softer original, send that one.",
    ),
    "left-channel-dead": (
        "Kênh trái không có tiếng; các bản tạo ra chỉ dùng kênh phải. Hãy kiểm tra dây và cài đặt thu.",
        "There is nothing on the left channel; the forms were made of the right one. Check cables and recording settings.",
    ),
    "right-channel-dead": (
        "Kênh phải không có tiếng; các bản tạo ra chỉ dùng kênh trái. Hãy kiểm tra dây và cài đặt thu.",
        "There is nothing on the right channel; the forms were made of the left one. Check cables and recording settings.",
    ),
    "phase-inverted": (
        "Hai kênh ngược pha nhau: nghe bằng một loa sẽ mất tiếng. Các bản tạo ra đã được sửa; hãy kiểm tra dây và cài đặt thu.",
        "The two channels are in opposite phase and cancel each other on one loudspeaker. The forms were mended; check cables and recording settings.",
    ),
    "sound-hot": (
        "Bản ghi bị ép quá to ({lufs} LUFS) nên nghe chói, không còn chỗ to chỗ nhỏ. Các bản tạo ra đã được hạ xuống; lần sau hãy xuất ở mức −23 đến −16 LUFS.",
        "The recording was pressed to {lufs} LUFS, so nothing of its dynamics is left. The forms were turned down; export it at −23 to −16 LUFS next time.",
    ),
    "sound-soft": (
        "Bản ghi rất nhỏ tiếng ({lufs} LUFS): nâng lên có thể nghe rõ tiếng xì. Nếu còn bản gốc to hơn, hãy gửi bản đó.",
        "The recording is very soft ({lufs} LUFS): lifted, its hiss may be heard. If there is a louder original, send that one.",
    ),
    "cancelled": ("Đã dừng theo yêu cầu.", "Stopped on request."),
}
