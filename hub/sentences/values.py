"""Of single values that a program hands over, for the middle of a sentence."""

from collections.abc import Mapping

#: What pydantic calls the fault -> (Vietnamese, English), filled with what was allowed.
WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("còn thiếu", "is missing"),
    "extra_forbidden": ("không có ô nào tên như vậy", "there is no such field"),
    "string_type": ("phải là chữ", "must be text"),
    "string_too_short": ("phải có ít nhất {min_length} ký tự", "must have at least {min_length} characters"),
    "string_too_long": ("được dài nhất {max_length} ký tự", "may have at most {max_length} characters"),
    "int_type": ("phải là số nguyên", "must be a whole number"),
    "int_parsing": ("phải là số nguyên", "must be a whole number"),
    "int_parsing_size": ("là số lớn quá", "is too large a number"),
    "int_from_float": ("phải là số nguyên", "must be a whole number"),
    "float_type": ("phải là số", "must be a number"),
    "float_parsing": ("phải là số", "must be a number"),
    "finite_number": ("phải là số hữu hạn", "must be a finite number"),
    "bool_type": ("phải là true hoặc false", "must be true or false"),
    "bool_parsing": ("phải là true hoặc false", "must be true or false"),
    "literal_error": ("phải là một trong: {expected}", "must be one of: {expected}"),
    "enum": ("phải là một trong: {expected}", "must be one of: {expected}"),
    "greater_than": ("phải lớn hơn {gt}", "must be more than {gt}"),
    "greater_than_equal": ("phải từ {ge} trở lên", "must be {ge} or more"),
    "less_than": ("phải nhỏ hơn {lt}", "must be less than {lt}"),
    "less_than_equal": ("được nhiều nhất là {le}", "must be {le} or less"),
    "list_type": ("phải là danh sách", "must be a list"),
    "dict_type": ("phải là đối tượng JSON", "must be a JSON object"),
    "model_type": ("phải là đối tượng JSON", "must be a JSON object"),
    "model_attributes_type": ("phải là đối tượng JSON", "must be a JSON object"),
    "json_invalid": ("không phải JSON", "is no JSON"),
    "json_type": ("không phải JSON", "is no JSON"),
}

#: Where none of these fits: the checker's own words.
OTHER = ("chưa đúng ({words})", "is wrong ({words})")

#: Stands for the field where the request as a whole is at fault.
WHOLE = ("nội dung yêu cầu", "the body of the request")

#: Names of fields in sentences -> what people call them: (Vietnamese, English).
FIELDS: Mapping[str, tuple[str, str]] = {
    "slug": ("Mã ngắn", "Short name"),
    "title": ("Tên", "Title"),
    "title, address": ("Tên, địa chỉ", "Title, address"),
    "kind": ("Loại hình", "Kind"),
    "language": ("Ngôn ngữ", "Language"),
    "email": ("Địa chỉ thư", "E-mail address"),
    "name": ("Họ tên", "Name"),
    "role": ("Vai trò", "Role"),
    "group": ("Nhóm", "Group"),
    "joined_on": ("Ngày vào", "Joined on"),
    "left_on": ("Ngày nghỉ", "Left on"),
    "as-of": ("Tính đến ngày", "As of"),
    "format": ("Dạng", "Format"),
    "attempt": ("Lần làm", "Attempt"),
    "reason": ("Lý do", "Reason"),
}
