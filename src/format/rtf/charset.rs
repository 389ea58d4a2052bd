//! In which charset are the bytes of a document of Windows? By the number of a code page, or of a font.

use encoding_rs::Encoding;

/// A charset.
#[derive(Clone, Copy)]
pub(super) struct Charset(&'static Encoding);

impl Charset {
    /// That of a code page; that of Western Europe if it is unknown.
    pub(super) fn of_page(page: i32) -> Self {
        let label = match page {
            866 => "ibm866",
            874 => "windows-874",
            932 => "shift_jis",
            936 => "gbk",
            949 => "euc-kr",
            950 => "big5",
            1250 => "windows-1250",
            1251 => "windows-1251",
            1253 => "windows-1253",
            1254 => "windows-1254",
            1255 => "windows-1255",
            1256 => "windows-1256",
            1257 => "windows-1257",
            1258 => "windows-1258",
            10_000 => "macintosh",
            10_007 => "x-mac-cyrillic",
            20_866 => "koi8-r",
            21_866 => "koi8-u",
            54_936 => "gb18030",
            65_001 => "utf-8",
            _ => "windows-1252",
        };
        Self(Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252))
    }

    /// That of a font by its number; none for the one of the document.
    pub(super) fn of_font(number: i32) -> Option<Self> {
        let page = match number {
            77 => 10_000,
            128 => 932,
            129 => 949,
            134 => 936,
            136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            _ => return None,
        };
        Some(Self::of_page(page))
    }

    /// What bytes stand for.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        self.0.decode_without_bom_handling(bytes).0.into_owned()
    }
}
