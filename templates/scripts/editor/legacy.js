// Texts of the fonts from before Unicode, as the server reads them in Word files (internal/layout/docx, legacy*.go).

// The letters of TCVN3 in the order of their codes from A1 on; a space stands where the font has none.
const letters = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

// Word with Vietnamese settings has read the codes by Windows-1258.
const windows = { Ă: 0xc3, "\u0300": 0xcc, Đ: 0xd0, "\u0309": 0xd2, Ơ: 0xd5, Ư: 0xdd, "\u0303": 0xde, ă: 0xe3, "\u0301": 0xec, "\u0323": 0xf2, ơ: 0xf5, ư: 0xfd, "₫": 0xfe };

// codingOf tells by the name of a font how its letters are coded: "", "tcvn3", "tcvn3-capitals" or "vni".
export function codingOf(font) {
  const name = font.trim(), lower = name.toLowerCase();
  if (/^(?:\.vn|vntime|vnarial)/.test(lower)) return name.endsWith("H") ? "tcvn3-capitals" : "tcvn3";
  return /^vni[- ]/.test(lower) ? "vni" : "";
}

// isUnicode says that a text holds letters that only Unicode has, whatever its font says.
export const isUnicode = (text) => /[\u1ea0-\u1ef9đ]/u.test(text);

// fromTCVN3 gives a text of a TCVN3 font in Unicode.
export function fromTCVN3(text, capitals) {
  if (isUnicode(text)) return text;
  const plain = Array.from(text, (c) => {
    const letter = letters[(windows[c] ?? c.codePointAt(0)) - 0xa1];
    return letter && letter !== " " ? letter : c;
  }).join("");
  return capitals ? plain.toUpperCase() : plain;
}
