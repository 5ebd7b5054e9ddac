"""Of what comes in."""

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "upload-ended": (
        "Lượt gửi này đã bị bỏ hoặc đã quá hạn. Hãy gửi lại tệp từ đầu.",
        "This upload was given up or has expired. Send the file again from the beginning.",
    ),
    "upload-expired": (
        "Không ai gửi tiếp tệp này trong {days} ngày, nên phần đã gửi đã bị xóa. Hãy gửi lại tệp từ đầu.",
        "Nobody continued this file within {days} days, so what had come was removed. Send it again from the beginning.",
    ),
    "upload-busy": (
        "Một kết nối khác đang gửi chính tệp này. Hãy đợi nửa phút rồi gửi tiếp.",
        "Another connection is sending this very file. Wait half a minute and continue.",
    ),
    "upload-wrong-offset": (
        "Phần này không nối tiếp phần đã nhận: hub đã có {offset} byte. Hãy hỏi lại vị trí rồi gửi tiếp từ đó.",
        "This piece does not begin where the last one ended: the hub has {offset} bytes. Ask for the offset and continue there.",
    ),
    "upload-checksum": (
        "Phần vừa gửi bị hỏng trên đường truyền nên không được giữ. Hãy gửi lại phần đó.",
        "The piece was damaged on its way and was not kept. Send it again.",
    ),
    "upload-bad-checksum": (
        "Không đọc được mã kiểm tra của tệp. Được dùng: {allowed}.",
        "The checksum cannot be read. Allowed: {allowed}.",
    ),
    "upload-beyond": (
        "Phần này dài hơn tệp đã khai báo ({size} byte). Hãy gửi lại tệp từ đầu.",
        "The piece goes beyond the size that was told ({size} bytes). Send the file again from the beginning.",
    ),
    "upload-other-hash": (
        "Tệp “{name}” nhận được không giống tệp gốc ở máy gửi (mã SHA-256 khác nhau). Hãy gửi lại.",
        "The file “{name}” is not what its sender has (its SHA-256 differs). Send it again.",
    ),
    "tus-version": (
        "Máy gửi phải dùng giao thức tus {version} (tiêu đề Tus-Resumable).",
        "The client must speak tus {version} (header Tus-Resumable).",
    ),
    "tus-no-piece": (
        "Mỗi phần của tệp phải được gửi với kiểu nội dung {media_type}.",
        "A piece of a file must be sent with the content type {media_type}.",
    ),
    "tus-override": (
        "Ở địa chỉ này, POST cần tiêu đề X-HTTP-Method-Override là một trong: {allowed}.",
        "POST to this address needs X-HTTP-Method-Override with one of: {allowed}.",
    ),
    "tus-bad-metadata": (
        "Không đọc được giá trị “{key}” trong Upload-Metadata: phải là Base64 của văn bản UTF-8.",
        "The value “{key}” of Upload-Metadata cannot be read: it must be Base64 of text in UTF-8.",
    ),
    "tus-bad-header": (
        "Tiêu đề {name} thiếu hoặc không phải số nguyên không âm.",
        "The header {name} is missing or no whole number.",
    ),
    "token-no-title": (
        "Hãy đặt tên cho mã truy cập để sau này biết chương trình nào dùng nó.",
        "Give the token a name, to know later which program uses it.",
    ),
    "token-no-scope": (
        "Hãy chọn ít nhất một quyền cho mã truy cập: {allowed}.",
        "Choose at least one scope for the token: {allowed}.",
    ),
    "scope-missing": (
        "Mã truy cập này không có quyền “{scope}”. Hãy tạo mã khác có quyền đó.",
        "This token lacks the scope “{scope}”. Make one that has it.",
    ),
    "language-unknown": (
        "Hub chưa biết ngôn ngữ “{tag}”. Hãy dùng mã BCP-47 có trong danh sách, ví dụ vi, hmn, twh.",
        "The hub does not know the language “{tag}”. Use a BCP-47 tag of its list, such as vi, hmn, twh.",
    ),
    "queue-full": (
        "Hub đang có {waiting} việc chờ nên tạm thời chưa nhận thêm. Hãy thử lại sau vài phút.",
        "{waiting} works wait already, so nothing more is taken in for now. Try again in some minutes.",
    ),
    "address-too-long": (
        "Địa chỉ này dài quá {most} ký tự. Hãy dùng địa chỉ ngắn hơn của cùng trang đó.",
        "This address is longer than {most} characters. Use a shorter one of the same page.",
    ),
    "address-is-feed": (
        "{address} là một luồng tin (RSS, Atom, JSON Feed), không phải một bài. Hãy thêm địa chỉ này làm nguồn tin (Tiếp nhận → Các nguồn tin) để hub nhận từng bài.",
        "{address} is a feed (RSS, Atom, JSON Feed) and no article. Add it as a source (Intake → Sources), and the hub takes in its articles one by one.",
    ),
    "form-unknown": (
        "Không có dạng “{form}”. Hãy chọn một trong: {allowed}.",
        "There is no form “{form}”. Choose one of: {allowed}.",
    ),
    "programme-not-named": (
        "Chưa chọn chương trình. Hãy nêu mã của chương trình sẽ nhận nội dung này (programme), rồi gửi lại.",
        "No programme is named. Name the one that is to take this (programme), and send it again.",
    ),
    "values-wrong": (
        "Yêu cầu có giá trị chưa đúng. Hãy sửa rồi gửi lại: {values}.",
        "The request has values that are wrong. Mend them and send it again: {values}.",
    ),
    "option-without-value": (
        "Tùy chọn “{option}” phải viết dạng tên=giá-trị, ví dụ publish=true.",
        "Write the option “{option}” as name=value, such as publish=true.",
    ),
    "followed-feed-busy": (
        "Nguồn này trả lời là đang bận (HTTP {status}). Hub sẽ xem lại vào lúc nó hẹn; chưa cần làm gì.",
        "This source says that it is busy (HTTP {status}). The hub looks again when it said; there is nothing to do yet.",
    ),
    "shorter-than-claimed": (
        "Phần đầu tệp ghi dài {claimed_s} giây nhưng chỉ nghe, xem được {heard_s} giây. Tệp có thể đã bị cắt cụt; hãy so với bản gốc.",
        "The file's header claims {claimed_s} seconds, but only {heard_s} can be heard or seen. It may have been cut off; compare it with the source.",
    ),
    "cannot-merge": (
        "Không gộp được: hai mục phải khác nhau, cùng loại hình và chưa gộp vào mục nào.",
        "These cannot be merged: they must be two items of one kind, neither merged before.",
    ),
    "merge-published": (
        "Mục này đã công khai nên không gộp được. Hãy gỡ mục này trước, hoặc gộp mục kia vào mục này.",
        "This item is public and cannot be merged away. Withdraw it first, or merge the other one into it.",
    ),
    "cannot-split-version": (
        "Đây là bản cập nhật hoặc bản hủy mà hãng tin gửi cho chính mục này nên không tách ra được. Hãy sửa nội dung ở trang của mục.",
        "This is the agency's update or cancellation of this very item, so it cannot be split off. Change the text on the item's page.",
    ),
    "cannot-split": (
        "Đây là nguồn duy nhất của mục này nên không tách ra được.",
        "This is the only source of its item, so there is nothing to split.",
    ),
    "passed-over": (
        "Đã bỏ qua theo yêu cầu của {by}.",
        "Passed over as {by} wished.",
    ),
    "folder-not-absolute": (
        "“{path}” không phải đường dẫn đầy đủ. Hãy viết từ gốc, ví dụ /srv/phat-thanh.",
        "“{path}” is no absolute path. Write it from the root, such as /srv/phat-thanh.",
    ),
    "folder-not-readable": (
        "Không mở được thư mục {path} ({problem}). Hãy kiểm tra ổ mạng, tên thư mục và quyền đọc.",
        "The folder {path} cannot be opened ({problem}). Check the share, the name and the right to read.",
    ),
    "folder-forbidden": (
        "Không thể theo dõi thư mục {path}: đây là thư mục gốc, hoặc chứa hay nằm trong dữ liệu của hub. Hãy chọn thư mục riêng.",
        "The folder {path} cannot be watched: it is the root, or holds or lies inside the hub's own data. Choose a folder of its own.",
    ),
    "folder-watched-twice": (
        "Thư mục {path} đã được nguồn “{title}” theo dõi. Hãy dùng thư mục khác hoặc tắt một trong hai nguồn.",
        "The folder {path} is watched by the source “{title}” already. Use another folder, or switch one of the two off.",
    ),
    "folder-overlaps": (
        "Thư mục {path} và thư mục {other} của nguồn “{title}” nằm trong nhau, nên nguồn này sẽ lấy tệp của nguồn kia. Hãy chọn thư mục khác, hoặc tắt “Xem cả các thư mục con” (recursive) ở nguồn ngoài.",
        "The folder {path} and the folder {other} of the source “{title}” lie one inside the other, so one would take the other's files. Choose another folder, or switch recursive off on the outer one.",
    ),
    "folder-bare": (
        "Thư mục trống hẳn, cả “{done}” và “{failed}” của những lần nhận trước cũng không còn. Nếu đây là ổ chia sẻ, có thể nó chưa được gắn: hãy kiểm tra ổ.",
        "The folder is bare: “{done}” and “{failed}” of earlier times are gone too. If it is a share, it may not be mounted: check the share.",
    ),
    "folder-not-there": (
        "Hiện chưa mở được thư mục {path} ({problem}). Nguồn vẫn được giữ và hub sẽ tìm lại; hãy kiểm tra tên thư mục và ổ mạng.",
        "The folder {path} cannot be opened now ({problem}). The source is kept and the hub will look for it; check the name and the share.",
    ),
    "address-followed-twice": (
        "Địa chỉ {address} đã có ở nguồn “{title}” (mã ngắn {slug}). Hãy sửa nguồn đó, hoặc bật lại nếu nó đang tắt.",
        "The address {address} is that of the source “{title}” ({slug}) already. Change that one, or switch it on if it is off.",
    ),
    "option-unknown": (
        "Loại nguồn này không có tùy chọn “{option}”. Được dùng: {allowed}.",
        "This kind of source has no option “{option}”. Allowed: {allowed}.",
    ),
    "folder-bad-option": (
        "Tùy chọn {option} của thư mục theo dõi không dùng được: “{value}”. Hãy sửa tùy chọn này.",
        "The option {option} of the watched folder cannot be “{value}”. Mend it.",
    ),
    "folder-bad-name": (
        "Tên tệp “{name}” có ký tự điều khiển hoặc không phải chữ Unicode. Hãy đổi tên rồi đưa vào lại.",
        "The name “{name}” holds control characters or is no Unicode text. Rename the file and put it in again.",
    ),
    "folder-cannot-move": (
        "Đã nhận tệp nhưng không chuyển được ra khỏi {path} ({problem}). Mỗi tệp vẫn chỉ được nhận một lần; hãy cấp quyền ghi cho hub.",
        "Files were taken in but cannot be moved out of {path} ({problem}). Each is taken only once all the same; let the hub write there.",
    ),
    "folder-links": (
        "Bỏ qua {count} liên kết hoặc tệp đặc biệt: {name}. Hãy chép chính tệp vào thư mục.",
        "Links and special files are passed over ({count}): {name}. Copy the files themselves into the folder.",
    ),
    "folder-clock-ahead": (
        "{count} tệp mang giờ ở tương lai nên chưa nhận: {name}. Hãy chỉnh đồng hồ của máy xuất tệp.",
        "{count} files bear a time in the future and wait: {name}. Set the clock of the machine that writes them.",
    ),
    "folder-file-unreadable": (
        "Không đọc được tệp “{name}” ({problem}). Hub sẽ thử lại; hãy kiểm tra quyền đọc.",
        "The file “{name}” cannot be read ({problem}). It will be tried again; check the right to read.",
    ),
    "folder-orphans": (
        "{count} phụ đề hoặc ảnh bìa nằm một mình quá một giờ: {name}. Hãy đặt tên giống tệp chính, hoặc bỏ đi.",
        "{count} captions or covers have lain alone for more than an hour: {name}. Name them like their recording, or remove them.",
    ),
    "folder-lone-descriptions": (
        "{count} tệp .json, .xml không có tệp chính cùng tên nên chưa được nhận: {name}. Hãy đặt tên giống tệp chính, hoặc bỏ đi.",
        "{count} .json or .xml files have no recording or text of their name and wait: {name}. Name them like it, or remove them.",
    ),
    "folder-inner": (
        "Không xem {count} thư mục con: {name}. Hãy bật “Xem cả các thư mục con” (recursive) ở nguồn này, hoặc chép tệp ra ngoài.",
        "Folders inside are not looked through ({count}): {name}. Switch the option recursive on, or move the files out.",
    ),
    "folder-inner-closed": (
        "Không mở được {count} thư mục con: {name} ({problem}). Tệp trong đó chưa được nhận; hãy cấp quyền đọc cho hub.",
        "Folders inside cannot be opened ({count}): {name} ({problem}). What lies in them is not taken in; let the hub read there.",
    ),
    "sidecar-closed": (
        "Không đọc được tệp đi kèm “{name}” ({problem}); tệp chính được nhận mà không có nó. Hãy cấp quyền đọc rồi thêm vào mục.",
        "The sidecar “{name}” cannot be read ({problem}); the recording was taken in without it. Let the hub read it, then add it to the item.",
    ),
    "sidecar-unreadable": (
        "Không đọc được tệp mô tả “{name}” theo dạng {format}; tệp chính được nhận mà không có mô tả này.",
        "The description “{name}” cannot be read as {format}; the recording was taken in without it.",
    ),
    "sidecar-too-large": (
        "Tệp đi kèm “{name}” không còn hoặc lớn hơn {limit_kb} kB; tệp chính được nhận mà không có nó.",
        "The sidecar “{name}” is gone or larger than {limit_kb} kB; the recording was taken in without it.",
    ),
    "sidecar-bad-field": (
        "Trong “{name}”, giá trị “{value}” của {field} không dùng được nên bị bỏ qua.",
        "In “{name}”, the value “{value}” of {field} cannot be used and was left out.",
    ),
    "sidecar-bad-path": (
        "Không hiểu đường dẫn “{path}” trong bảng trường XML. Viết dạng /Clip/Name, .//Keyword hoặc /Clip/@lang.",
        "The path “{path}” of the XML field map cannot be understood. Write it like /Clip/Name, .//Keyword or /Clip/@lang.",
    ),
    "sidecar-in-future": (
        "Thời điểm phát {value} ở tương lai nên bị bỏ qua.",
        "The moment of publication {value} lies in the future and was left out.",
    ),
    "sidecar-no-captions": (
        "“{name}” không phải phụ đề SRT hay VTT nên không được giữ.",
        "“{name}” is no caption file in SRT or VTT and was not kept.",
    ),
    "sidecar-second-cover": (
        "Đã có ảnh bìa, “{name}” không được dùng.",
        "There is a cover already, “{name}” is not used.",
    ),
    "setting-no-cookies": (
        "Cấu hình {name} sai: không đọc được tệp “{value}”. Hãy ghi đường dẫn đến tệp cookie dạng Netscape (cookies.txt) rồi chạy lại.",
        "Setting {name} is wrong: the file “{value}” cannot be read. Give the path of a file of cookies in Netscape's format (cookies.txt) and start again.",
    ),
    "cookies-unreadable": (
        "Không đọc được tệp cookie “{path}”. Nhờ người quản trị xuất lại tệp dạng Netscape (cookies.txt) và kiểm tra HUB_IMPORT_COOKIES.",
        "The file of cookies “{path}” cannot be read. Ask the administrator to export it again in Netscape's format (cookies.txt) and to check HUB_IMPORT_COOKIES.",
    ),
    "site-sign-in": (
        "Trang {site} từ chối: “{words}”. Nội dung này cần đăng nhập: nhờ người quản trị xuất cookie của tài khoản được xem ra tệp và đặt HUB_IMPORT_COOKIES, rồi nhận lại; hoặc tự tải về và gửi tệp lên.",
        "{site} refused: “{words}”. This needs somebody who has signed in: ask the administrator to export the cookies of such an account to a file and to set HUB_IMPORT_COOKIES, then take it again; or download it yourself and upload the file.",
    ),
    "site-sign-in-again": (
        "Trang {site} từ chối: “{words}”. Tệp cookie đang dùng (HUB_IMPORT_COOKIES) không mở được nội dung này: có thể đã hết hạn, hoặc tài khoản đó không được xem. Nhờ người quản trị xuất lại tệp, rồi bấm “Nhận lại”; hoặc tự tải về và gửi tệp lên.",
        "{site} refused: “{words}”. The cookies in use (HUB_IMPORT_COOKIES) do not open this: they may have expired, or that account may not see it. Ask the administrator to export them again, then press “Take again”; or download it yourself and upload the file.",
    ),
    "site-blocked": (
        "Trang {site} từ chối: “{words}”. Hub sẽ tự thử lại sau. Nếu vẫn bị chặn, hãy xin trang đó cho phép, đặt HUB_PROXY sang đường ra khác, hoặc tự tải về và gửi tệp lên.",
        "{site} refused: “{words}”. The hub tries again later. If it stays so, ask the site's permission, set HUB_PROXY to another way out, or download it yourself and upload the file.",
    ),
    "site-busy": (
        "Trang {site} từ chối: “{words}”. Trang này yêu cầu chậm lại; hub tự thử lại sau, không cần làm gì.",
        "{site} refused: “{words}”. It asks for fewer requests; the hub tries again later, nothing needs to be done.",
    ),
    "site-trouble": (
        "Trang {site} đang gặp sự cố: “{words}”. Hub tự thử lại sau.",
        "{site} is in trouble: “{words}”. The hub tries again later.",
    ),
    "site-no-answer": (
        "Không tải được từ trang {site}: “{words}”. Hub tự thử lại sau; nếu vẫn lỗi, hãy kiểm tra mạng và địa chỉ.",
        "Nothing could be fetched from {site}: “{words}”. The hub tries again later; if it stays so, check the network and the address.",
    ),
    "site-gone": (
        "Trang {site} từ chối: “{words}”. Nội dung không còn hoặc không công khai. Hãy kiểm tra địa chỉ hoặc xin người đăng tệp gốc.",
        "{site} refused: “{words}”. It is no longer there, or not public. Check the address, or ask its publisher for the file.",
    ),
    "site-unsupported": (
        "Không tìm thấy video hay âm thanh nào ở trang {site}: “{words}”. Hãy dùng địa chỉ của chính video, hoặc tự tải về và gửi tệp lên.",
        "No video or sound was found at {site}: “{words}”. Use the address of the video itself, or download it yourself and upload the file.",
    ),
    "site-no-form": (
        "Trang {site} không có bản nào hub tải được: “{words}”. Nội dung có thể bị khóa bản quyền. Hãy xin người đăng tệp gốc.",
        "{site} has no form that the hub can fetch: “{words}”. It may be locked. Ask its publisher for the file.",
    ),
    "site-live": (
        "Trang {site} đang hoặc sắp phát trực tiếp: “{words}”. Hub tự thử lại; bản ghi được tải khi buổi phát kết thúc.",
        "{site} broadcasts this just now or will do so: “{words}”. The hub tries again and fetches the recording when it is over.",
    ),
    "site-too-long": (
        "“{words}” ở trang {site} dài hơn 12 giờ nên hub không tải. Hãy tự tải về, chia thành nhiều phần rồi gửi lên.",
        "“{words}” at {site} is longer than 12 hours, so the hub does not fetch it. Download it, split it into parts and upload these.",
    ),
    "site-empty-list": (
        "Danh sách “{words}” ở trang {site} không có mục nào tải được. Hãy kiểm tra địa chỉ: danh sách có thể trống hoặc không công khai.",
        "The list “{words}” at {site} has no entry that can be fetched. Check the address: the list may be empty or not public.",
    ),
    "site-no-list": (
        "Địa chỉ ở trang {site} là một video (“{words}”), không phải kênh hay danh sách. Hãy nhập địa chỉ của kênh.",
        "The address at {site} is one video (“{words}”), no channel or list. Enter the address of the channel.",
    ),
    "site-too-deep": (
        "Danh sách “{words}” ở trang {site} lồng quá nhiều danh sách khác. Hãy nhập địa chỉ của danh sách cần lấy.",
        "The list “{words}” at {site} holds lists within lists. Enter the address of the list that is wanted.",
    ),
    "site-refused": (
        "Trang {site} từ chối: “{words}”. Hãy mở địa chỉ bằng trình duyệt để kiểm tra; nếu xem được, nhờ người quản trị cập nhật yt-dlp, hoặc tự tải về và gửi tệp lên.",
        "{site} refused: “{words}”. Open the address in a browser to see; if it plays there, ask the administrator to update yt-dlp, or download it yourself and upload the file.",
    ),
    "became-many": (
        "Địa chỉ này là một danh sách: {count} mục được nhận riêng.",
        "This address is a list: its {count} entries are taken in one by one.",
    ),
    "followed-feed-gone": (
        "{host} báo luồng tin này đã bị bỏ hẳn (410). Hãy tìm địa chỉ mới của luồng tin hoặc tắt nguồn này.",
        "{host} says that this feed is gone for good (410). Find its new address, or switch this source off.",
    ),
    "followed-feed-status": (
        "{host} trả lời mã lỗi {status} thay vì luồng tin. Hãy mở thử địa chỉ; hub sẽ tự thử lại, mỗi lần thưa hơn.",
        "{host} answers with the error {status} instead of a feed. Open the address to see; the hub tries again by itself, less and less often.",
    ),
    "followed-feed-busy-again": (
        "{host} trả lời là đang bận (HTTP {status}) và không hẹn giờ. Hub sẽ tự thử lại, mỗi lần thưa hơn; nếu cứ thế, hãy cho hub xem nguồn này thưa hơn.",
        "{host} says that it is busy (HTTP {status}) and names no time. The hub tries again by itself, less and less often; if it stays so, have this source looked at less often.",
    ),
    "followed-feed-moved": (
        "Luồng tin này đã chuyển hẳn sang {address}. Hãy sửa địa chỉ của nguồn.",
        "This feed has moved for good to {address}. Change the address of the source.",
    ),
    "older-than-follow": (
        "Có từ trước khi bắt đầu theo dõi. Bấm “Nhận lại” nếu cần, hoặc bật nhận cả kho cũ ở nguồn này.",
        "Older than the following. Press “Take again” if it is needed, or have this source take in its whole archive.",
    ),
    "feed-no-media": (
        "Mục này của luồng tin không kèm tệp âm thanh hay video dùng được.",
        "This entry of the feed carries no sound or video that could be used.",
    ),
    "feed-entry-empty": (
        "Không lấy được chữ nào của bài: cả luồng tin và trang {address} đều trống.",
        "No text of this article could be had: neither the feed nor the page {address} has any.",
    ),
    "feed-summary-only": (
        "Không đọc được trang của bài nên chỉ có phần tóm tắt trong luồng tin. Hãy bổ sung trước khi đăng.",
        "The article's page could not be read, so there is only the summary of the feed. Complete it before it is published.",
    ),
    "feed-pictures-lost": (
        "{count} ảnh của bài không tải được. Hãy xem lại bài gốc.",
        "{count} pictures of the article could not be fetched. Compare it with the original.",
    ),
    "feed-files-lost": (
        "{count} tệp đi kèm của số này (lời thoại, chương, ảnh bìa) không tải được. Bản ghi vẫn đủ; hãy xem lại ở nguồn nếu cần.",
        "{count} files beside this episode (transcript, chapters, cover) could not be fetched. The recording is whole; look at its source if they are needed.",
    ),
    "picture-status": (
        "Không tải được ảnh (mã {status}).",
        "The picture could not be fetched (status {status}).",
    ),
    "enclosure-status": (
        "{host} trả lời mã lỗi {status} thay vì tệp âm thanh hay video. Hãy mở thử bài ở nguồn rồi bấm “Nhận lại”.",
        "{host} answers with the error {status} instead of the recording. Open the entry at its source, then press “Take again”.",
    ),
    "source-changed": (
        "Nguồn đã sửa bài này sau khi hub nhận. Bản ở đây đã được biên tập nên giữ nguyên; hãy so với bài gốc.",
        "The source has changed this since it was taken in. The text here was edited and is kept; compare it with the original.",
    ),
    "item-being-read": (
        "Bản trước của nội dung này đang được đọc; bản mới được nhận ngay sau đó.",
        "An older version of this is being read; the newer one is taken in right after it.",
    ),
    "item-embargoed": (
        "Hãng tin cấm đăng nội dung này đến {until}. Hãy đợi đến giờ đó.",
        "Its agency does not let this be published before {until}. Wait until then.",
    ),
    "item-withheld": (
        "Hãng tin giữ lại nội dung này cho đến khi có tin mới. Hãy đợi hãng tin cho phép.",
        "Its agency withholds this until further notice. Wait for the agency.",
    ),
    "item-cancelled": (
        "Hãng tin đã hủy tin này (“{guid}”) nên không đăng được nữa. Đừng đăng lại; nếu hãng hủy nhầm, hãy đề nghị hãng gửi bản mới: hub nhận bản đó xong thì đăng được.",
        "Its agency has cancelled this (“{guid}”), so it cannot be published any more. Leave it; if the agency erred, ask for a new version: once that is here it can be published.",
    ),
    "wire-stale": (
        "Bản {version} của tin “{guid}” đã có ở đây, hoặc cũ hơn bản đang giữ.",
        "Version {version} of “{guid}” is here already, or older than what is held.",
    ),
    "wire-cancelled": (
        "Hãng tin đã hủy tin “{guid}”.",
        "The agency has cancelled “{guid}”.",
    ),
    "wire-held-back": (
        "Hãng tin yêu cầu tạm ngừng đăng.",
        "The agency asks to hold this back.",
    ),
    "wire-changed": (
        "Hãng tin đã gửi bản {version} của tin này. Bản ở đây đã được biên tập nên giữ nguyên; hãy so hai bản.",
        "The agency has sent version {version} of this. The text here was edited and is kept; compare the two.",
    ),
    "wire-no-text": (
        "Bản tin “{name}” không có chữ, cũng không có ảnh lấy được. Hãy đề nghị hãng tin gửi lại.",
        "The wire document “{name}” has neither text nor a picture that could be had. Ask the agency to send it again.",
    ),
    "wire-note": (
        "Hãng tin nhắn tòa soạn: {note}",
        "The agency's note to the newsroom: {note}",
    ),
    "language-told": (
        "Tệp tự ghi ngôn ngữ là {told_vi}, còn mục này đang để {kept_vi}. Hãy nghe thử; nếu tệp ghi đúng, đổi ngôn ngữ ở phần Nội dung.",
        "The file says that its language is {told_en}; this item has {kept_en}. Listen to it; if the file is right, change the language below.",
    ),
}
