"""How people name what a target measures, for questions made by rule: our own words, not the register's cues."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator as people name it, and the family of indicators it could be taken for."""

    vi: str
    en: str
    family: str


SUBJECTS: dict[str, Subject] = {
    "papi": Subject("PAPI", "PAPI", "indices"),
    "satisfaction": Subject("mức độ hài lòng của người dân", "public satisfaction", "satisfaction"),
    "sipas": Subject("SIPAS", "SIPAS", "satisfaction"),
    "inspection_referral": Subject(
        "tỷ lệ cuộc thanh tra có dấu hiệu tham nhũng chuyển cơ quan điều tra",
        "the referral of inspections with signs of corruption to investigators",
        "inspection",
    ),
    "inspection_conclusions": Subject(
        "tỷ lệ thực hiện xong quyết định, kết luận có hiệu lực pháp luật",
        "the carrying out of legally effective decisions and conclusions",
        "inspection",
    ),
    "guidance_documents": Subject(
        "tỷ lệ văn bản hướng dẫn được rà soát, sửa đổi kịp thời",
        "the timely review of guiding documents",
        "legal documents",
    ),
    "anticorruption_outreach": Subject(
        "tỷ lệ văn bản pháp luật về phòng, chống tham nhũng được tuyên truyền",
        "the share of anti-corruption documents made known to the public",
        "legal documents",
    ),
    "on_time": Subject("tỷ lệ hồ sơ giải quyết đúng hạn", "the on-time share of dossiers", "on time"),
    "procedures_simplified": Subject(
        "tỷ lệ thủ tục hành chính được cắt giảm, đơn giản hóa",
        "the share of procedures cut or simplified",
        "simplification",
    ),
    "business_rules_cut": Subject(
        "tỷ lệ cắt giảm, đơn giản hóa thủ tục liên quan đến kinh doanh",
        "the cut in business-related procedures",
        "simplification",
    ),
    "compliance_cost_cut": Subject(
        "mức cắt giảm chi phí tuân thủ quy định kinh doanh", "the cut in compliance costs", "simplification"
    ),
    "results_digitised": Subject(
        "tỷ lệ số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
        "the digitisation of still-valid procedure results",
        "digitisation",
    ),
    "completed_dossiers_digitised": Subject(
        "tỷ lệ hồ sơ giải quyết thành công được số hóa, lưu trữ và tái sử dụng",
        "the share of resolved dossiers digitised and stored for reuse",
        "digitisation",
    ),
    "level4_services": Subject("tỷ lệ dịch vụ công mức độ 4", "the share of level-4 services", "online"),
    "online_level34": Subject(
        "tỷ lệ thủ tục cung cấp trực tuyến mức độ 3, 4", "the share of procedures online at levels 3 and 4", "online"
    ),
    "full_process_services": Subject(
        "tỷ lệ dịch vụ công trực tuyến toàn trình", "the share of full-process online services", "online"
    ),
    "online_use": Subject("tỷ lệ hồ sơ trực tuyến", "the share of dossiers filed online", "online"),
    "procedures_online": Subject("tỷ lệ thủ tục làm trực tuyến", "the share of procedures done online", "online"),
    "fully_online_dossiers": Subject(
        "tỷ lệ hồ sơ xử lý hoàn toàn trực tuyến, chỉ khai một lần",
        "the share of dossiers handled fully online",
        "online",
    ),
    "portal_integration": Subject(
        "tỷ lệ dịch vụ công tích hợp lên Cổng Dịch vụ công quốc gia",
        "the share of services integrated into the national portal",
        "portal",
    ),
    "internal_circulation": Subject(
        "tỷ lệ hồ sơ luân chuyển nội bộ bằng phương thức điện tử",
        "the share of dossiers circulated internally by electronic means",
        "electronic work",
    ),
    "work_dossiers_online": Subject(
        "tỷ lệ hồ sơ công việc xử lý trực tuyến", "the share of work dossiers processed online", "electronic work"
    ),
    "e_documents": Subject(
        "tỷ lệ văn bản điện tử trao đổi giữa các cơ quan",
        "the share of electronic documents between agencies",
        "electronic work",
    ),
    "digital_economy": Subject("tỷ trọng kinh tế số trong GRDP", "the digital economy's share of GRDP", "economy"),
    "grdp": Subject("tăng trưởng GRDP", "GRDP growth", "economy"),
    "broadband": Subject("độ phủ băng rộng", "broadband coverage", "broadband"),
    "epayment_accounts": Subject(
        "tỷ lệ người dân thành thị có tài khoản thanh toán điện tử",
        "the share of urban citizens with e-payment accounts",
        "payment",
    ),
    "online_payment": Subject(
        "tỷ lệ thủ tục có nghĩa vụ tài chính được thanh toán trực tuyến",
        "the share of procedures payable online",
        "payment",
    ),
    "online_service_satisfaction": Subject(
        "mức hài lòng với dịch vụ công trực tuyến", "satisfaction with online public services", "satisfaction"
    ),
    "procedure_satisfaction": Subject(
        "mức hài lòng về giải quyết thủ tục hành chính", "satisfaction with procedure handling", "satisfaction"
    ),
    "land_satisfaction": Subject(
        "mức hài lòng trong lĩnh vực đất đai, xây dựng, đầu tư",
        "satisfaction in land, construction and investment",
        "satisfaction",
    ),
    "boundary_free": Subject(
        "tỷ lệ thủ tục không phụ thuộc địa giới hành chính", "the share of boundary-free procedures", "boundary"
    ),
    "interagency_time_cut": Subject(
        "mức giảm thời gian xử lý quy trình liên thông", "the cut in inter-agency processing time", "simplification"
    ),
    "staff_cut": Subject("tỷ lệ giảm biên chế", "the cut in state-paid staff", "staff"),
    "digital_identity": Subject(
        "tỷ lệ người dùng dịch vụ công được cấp định danh điện tử",
        "the share of online-service users with an electronic identity",
        "identity",
    ),
    "officials_digital_id": Subject(
        "tỷ lệ cán bộ, công chức được gắn định danh số", "the share of officials with a digital identity", "identity"
    ),
    "national_databases": Subject(
        "tỷ lệ hoàn thành cơ sở dữ liệu quốc gia", "the completion of national databases", "platforms"
    ),
    "digital_platforms": Subject(
        "tỷ lệ hoàn thành nền tảng số dùng chung", "the completion of shared digital platforms", "platforms"
    ),
    "data_governance": Subject(
        "tỷ lệ bộ, ngành, địa phương đạt mức độ 3 về quản trị dữ liệu",
        "the share of agencies at data-governance maturity level 3",
        "data",
    ),
    "service_24_7": Subject("tỷ lệ phục vụ 24/7", "24/7 service", "always open"),
    "un_rank": Subject("thứ hạng Chính phủ điện tử theo Liên hợp quốc", "the UN e-government ranking", "rankings"),
    "business_environment_rank": Subject(
        "thứ hạng môi trường kinh doanh", "the business environment ranking", "rankings"
    ),
}
BY_MEASURE: dict[str, Subject] = {  # where a document measures an indicator in another way than most
    "growth": Subject(
        "mức tăng số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
        "the growth in digitised still-valid procedure results",
        "digitisation",
    ),
    "group": Subject("nhóm PAPI", "the PAPI group", "indices"),
    "rank_gain": Subject("mức tăng thứ hạng PAPI", "the rise in PAPI rank", "indices"),
}
DOCUMENTS = {
    "kh-136-2021": ("Kế hoạch 136", "Plan 136"),
    "ctr-01-2021": ("Chương trình 01-CTr/TU", "Programme 01-CTr/TU"),
    "nq-18-tu": ("Nghị quyết 18-NQ/TU", "Resolution 18-NQ/TU"),
    "kh-164-2024": ("Kế hoạch 164", "Plan 164"),
    "kh-159-2025": ("Kế hoạch 159", "Plan 159"),
    "kh-cchc-2026": ("Kế hoạch cải cách hành chính năm 2026 của Hà Nội", "Hanoi's 2026 administrative reform plan"),
    "cv-4173-2025": ("Văn bản 4173/UBND-ĐMPT", "Document 4173/UBND-ĐMPT"),
    "nq-76-2021": ("Nghị quyết 76/NQ-CP", "Resolution 76/NQ-CP"),
    "qd-749-2020": ("Quyết định 749/QĐ-TTg", "Decision 749/QĐ-TTg"),
    "qd-942-2021": ("Quyết định 942/QĐ-TTg", "Decision 942/QĐ-TTg"),
    "nq-17-2019": ("Nghị quyết 17/NQ-CP", "Resolution 17/NQ-CP"),
    "qd-282-2026": ("Quyết định 282/QĐ-TTg", "Decision 282/QĐ-TTg"),
    "ctcps-2025": ("Chương trình Chính phủ số", "the Digital Government Programme"),
    "kh-nq17-hn-2019": ("Kế hoạch của Hà Nội thực hiện Nghị quyết 17/NQ-CP", "Hanoi's plan for Resolution 17/NQ-CP"),
    "qd-3076-2025": ("Quyết định 3076/QĐ-UBND", "Decision 3076/QĐ-UBND"),
    "kh-77-2026": ("Kế hoạch 77/KH-UBND", "Plan 77/KH-UBND"),
    "qd-18-2020": ("Quyết định 18/2020/QĐ-UBND", "Decision 18/2020/QĐ-UBND"),
    "nq-131-2022": ("Nghị quyết 131/NQ-CP", "Resolution 131/NQ-CP"),
}
UNKNOWN = (
    ("Kế hoạch 999/KH-UBND", "Plan 999/KH-UBND"),
    ("Quyết định 555/QĐ-UBND", "Decision 555/QĐ-UBND"),
    ("Nghị quyết 88/NQ-CP", "Resolution 88/NQ-CP"),
    ("Kế hoạch 613/KH-UBND", "Plan 613/KH-UBND"),
    ("Chỉ thị 47/CT-TTg", "Directive 47/CT-TTg"),
    ("Quyết định 2487/QĐ-TTg", "Decision 2487/QĐ-TTg"),
)
ELSEWHERE = (
    *(("Hải Phòng", "Hai Phong"), ("Thành phố Hồ Chí Minh", "Ho Chi Minh City"), ("Đà Nẵng", "Da Nang")),
    *(("Quảng Ninh", "Quang Ninh"), ("Cần Thơ", "Can Tho"), ("Bắc Ninh", "Bac Ninh"), ("Nghệ An", "Nghe An")),
    *(("Thái Lan", "Thailand"), ("Singapore", "Singapore"), ("Nhật Bản", "Japan")),
)
DISTRICTS = (
    *(("quận Cầu Giấy", "Cau Giay district"), ("quận Hoàn Kiếm", "Hoan Kiem district")),
    *(("huyện Đông Anh", "Dong Anh district"), ("quận Hà Đông", "Ha Dong district")),
    *(("huyện Sóc Sơn", "Soc Son district"), ("quận Long Biên", "Long Bien district")),
)
LEVELS = {
    "city": ("thành phố", "the city level"),
    "district": ("cấp huyện", "the district level"),
    "commune": ("cấp xã", "the commune level"),
    "centre": ("Trung tâm Phục vụ hành chính công", "the Public Administration Service Centre"),
    "ministry_province": ("cấp bộ, cấp tỉnh", "ministries and provinces"),
}
