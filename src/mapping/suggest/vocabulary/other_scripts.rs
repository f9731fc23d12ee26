//! Vocabulary of headers: Chinese, Japanese, Korean, Thai and Arabic, whose lists are seldom headed in another script.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, Email, Family, Full, Given, Group, Language, Mobile, Name, Phone, Tags,
};
use crate::mapping::suggest::semantic::LanguageWords;
use crate::model::NameOrder;

#[rustfmt::skip]
pub(super) const CHINESE: LanguageWords = LanguageWords {
    name: "Chinese",
    order: NameOrder::LastFirst,
    words: &[
        (Given, &["名"]),
        (Family, &["姓", "姓氏"]),
        (Full, &["姓名", "全名", "联系人", "联系人姓名", "聯絡人", "聯絡人姓名", "客户姓名", "客戶姓名"]),
        (Name, &["名字"]),
        (Mobile, &["手机", "手机号", "手机号码", "移动电话", "手機", "手機號", "手機號碼", "行動電話"]),
        (Phone, &["电话", "电话号码", "联系电话", "電話", "電話號碼", "聯絡電話", "座机", "固定电话"]),
        (Email, &[
            "邮箱", "电子邮件", "电子邮箱", "邮件", "邮箱地址", "电子邮件地址", "邮件地址", "電子郵件", "電子信箱", "電郵",
            "電子郵件地址", "信箱",
        ]),
        (Country, &["国家", "国家地区", "國家", "國家地區"]),
        (Language, &["语言", "語言", "语种"]),
        (Tags, &["标签", "標籤"]),
        (Group, &["分组", "群组", "群組", "类别", "類別", "分类", "分類"]),
    ],
};

#[rustfmt::skip]
pub(super) const JAPANESE: LanguageWords = LanguageWords {
    name: "Japanese",
    order: NameOrder::LastFirst,
    words: &[
        (Given, &["名", "下の名前"]),
        (Family, &["姓", "苗字"]),
        (Full, &["氏名", "お名前", "ご氏名", "担当者名"]),
        (Name, &["名前"]),
        (Mobile, &["携帯電話", "携帯", "携帯番号", "携帯電話番号"]),
        (Phone, &["電話番号", "電話", "連絡先電話番号"]),
        (Email, &["メールアドレス", "メール", "eメール", "eメールアドレス", "電子メール", "電子メールアドレス"]),
        (Country, &["国", "国名", "居住国"]),
        (Language, &["言語", "使用言語"]),
        (Tags, &["タグ", "ラベル"]),
        (Group, &["グループ", "カテゴリ", "カテゴリー"]),
    ],
};

#[rustfmt::skip]
pub(super) const KOREAN: LanguageWords = LanguageWords {
    name: "Korean",
    order: NameOrder::LastFirst,
    words: &[
        (Family, &["성", "성씨"]),
        (Full, &["성명", "담당자명"]),
        (Name, &["이름"]),
        (Mobile, &["휴대폰", "휴대전화", "휴대폰 번호", "휴대전화 번호", "핸드폰", "핸드폰 번호"]),
        (Phone, &["전화번호", "전화", "연락처", "연락처 번호"]),
        (Email, &["이메일", "이메일 주소", "메일", "전자우편", "메일 주소"]),
        (Country, &["국가", "나라", "거주 국가"]),
        (Language, &["언어", "사용 언어"]),
        (Tags, &["태그", "라벨"]),
        (Group, &["그룹", "분류", "카테고리"]),
    ],
};

#[rustfmt::skip]
pub(super) const THAI: LanguageWords = LanguageWords {
    name: "Thai",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["ชื่อจริง", "ชื่อต้น"]),
        (Family, &["นามสกุล", "สกุล"]),
        (Full, &["ชื่อเต็ม", "ผู้ติดต่อ"]),
        (Name, &["ชื่อ"]),
        (Mobile, &["มือถือ", "เบอร์มือถือ", "โทรศัพท์มือถือ", "เบอร์โทรศัพท์มือถือ"]),
        (Phone, &["โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "โทร"]),
        (Email, &["อีเมล", "อีเมล์", "ที่อยู่อีเมล"]),
        (Country, &["ประเทศ"]),
        (Language, &["ภาษา"]),
        (Tags, &["แท็ก", "ป้ายกำกับ"]),
        (Group, &["กลุ่ม", "หมวดหมู่"]),
    ],
};

#[rustfmt::skip]
pub(super) const ARABIC: LanguageWords = LanguageWords {
    name: "Arabic",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["الاسم الأول"]),
        (Family, &["اسم العائلة", "الاسم الأخير", "العائلة"]),
        (Full, &["الاسم الكامل", "الاسم بالكامل"]),
        (Name, &["الاسم", "اسم"]),
        (Mobile, &["الجوال", "رقم الجوال", "جوال", "الهاتف المحمول", "المحمول", "رقم المحمول", "الموبايل", "رقم الموبايل"]),
        (Phone, &["الهاتف", "رقم الهاتف", "هاتف", "التلفون", "رقم التلفون"]),
        (Email, &["البريد الإلكتروني", "بريد إلكتروني", "الإيميل", "ايميل"]),
        (Country, &["البلد", "الدولة", "بلد الإقامة"]),
        (Language, &["اللغة", "لغة"]),
        (Tags, &["الوسوم", "وسوم"]),
        (Group, &["المجموعة", "المجموعات", "الفئة"]),
    ],
};
