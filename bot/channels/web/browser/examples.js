// Questions to begin with. Strict JSON after "=", so that a test can read it.
export const examples = [
  {"kind": "Chỉ tiêu", "kind_en": "Target", "lang": "vi", "text": "Đến năm 2025 mức độ hài lòng của người dân phải đạt bao nhiêu?"},
  {"kind": "So sánh", "kind_en": "Comparison", "lang": "vi", "text": "So sánh chỉ tiêu số hóa năm 2021 của cấp huyện và cấp xã"},
  {"kind": "Danh sách", "kind_en": "List", "lang": "vi", "text": "Kế hoạch 136 có những chỉ tiêu nào phải đạt 100%?"},
  {"kind": "Ngoại lệ", "kind_en": "Exception", "lang": "vi", "text": "Những xã nào được trừ khỏi chỉ tiêu số hóa?"},
  {"kind": "Kết quả", "kind_en": "Result", "lang": "vi", "text": "Chỉ số hài lòng SIPAS của Hà Nội năm 2024 là bao nhiêu?"},
  {"kind": "Văn bản", "kind_en": "Document", "lang": "vi", "text": "Nghị quyết 76/NQ-CP do ai ban hành, về việc gì?"},
  {"kind": "Không dấu", "kind_en": "No accents", "lang": "vi", "text": "chi so papi moi nam phai tang may bac"},
  {"kind": "Tiếng Anh", "kind_en": "English", "lang": "en", "text": "What satisfaction rate must Hanoi reach by 2025?"}
];
