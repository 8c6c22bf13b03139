// Questions to begin with, on the page of either language. Strict JSON after "=", so that a test can read it.
export const examples = [
  {"kind": "Chỉ tiêu", "lang": "vi", "text": "Đến năm 2025 mức độ hài lòng của người dân phải đạt bao nhiêu?", "kind_en": "Target", "lang_en": "en", "text_en": "What satisfaction rate must Hanoi reach by 2025?"},
  {"kind": "So sánh", "lang": "vi", "text": "So sánh chỉ tiêu số hóa năm 2021 của cấp huyện và cấp xã", "kind_en": "Comparison", "lang_en": "en", "text_en": "Compare the 2021 targets for digitising results at district and commune level"},
  {"kind": "Danh sách", "lang": "vi", "text": "Kế hoạch 136 có những chỉ tiêu nào phải đạt 100%?", "kind_en": "List", "lang_en": "en", "text_en": "Which targets of Plan 136 must reach 100%?"},
  {"kind": "Ngoại lệ", "lang": "vi", "text": "Những xã nào được trừ khỏi chỉ tiêu số hóa?", "kind_en": "Exception", "lang_en": "en", "text_en": "Which communes are exempt from the digitisation target?"},
  {"kind": "Kết quả", "lang": "vi", "text": "Chỉ số hài lòng SIPAS của Hà Nội năm 2024 là bao nhiêu?", "kind_en": "Result", "lang_en": "en", "text_en": "What was Hanoi's SIPAS satisfaction index in 2024?"},
  {"kind": "Văn bản", "lang": "vi", "text": "Nghị quyết 76/NQ-CP do ai ban hành, về việc gì?", "kind_en": "Document", "lang_en": "en", "text_en": "Who issued Resolution 76/NQ-CP and what is it about?"},
  {"kind": "Không dấu", "lang": "vi", "text": "chi so papi moi nam phai tang may bac", "kind_en": "Rank", "lang_en": "en", "text_en": "By how many places must Hanoi's PAPI rank rise each year?"},
  {"kind": "Tiếng Anh", "lang": "en", "text": "What satisfaction rate must Hanoi reach by 2025?", "kind_en": "In Vietnamese", "lang_en": "vi", "text_en": "Chỉ số PAPI mỗi năm phải tăng mấy bậc?"}
];
