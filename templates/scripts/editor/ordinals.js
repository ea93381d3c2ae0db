// Ordinals: the numbers that official texts begin their paragraphs with, what they make of a paragraph, and which comes
// next. The patterns are those of the server's reader (internal/layout, read_body.go).

const white = "[\\t\\n\\f\\r \\u00a0]";
const division = new RegExp(`^((?:Phần|PHẦN)[\\t ]+(?:(?:thứ|THỨ)[\\t ]+\\p{L}+|[IVXLC]+|\\d+|[A-Z])|(?:Chương|CHƯƠNG)[\\t ]+(?:[IVXLC]+|\\d+)|(?:Tiểu mục|TIỂU MỤC|Mục|MỤC)[\\t ]+(?:[IVXLC]+|\\d+)|(?:Điều|ĐIỀU)[\\t ]+\\d+[a-zđ]?)([.:]?)(?:${white}+|$)`, "u");
const dotted = new RegExp(`^(\\d{1,2}(?:\\.\\d{1,2})*(?:[\\t ]?[.)][\\t ]?[-–]?|[\\t ]?[-–])|\\d{1,2}(?:\\.\\d{1,2})+)${white}+`, "u");
const letter = new RegExp(`^([a-zđ](?:\\.\\d{1,2})?[\\t ]?[)]|[a-zđ][.\\-–])${white}+`, "u");
const bullet = new RegExp(`^([-–+•●*])${white}+`, "u");
const close = /^(\d{1,2}(?:\.\d{1,2})*[.)\-–]{1,2})(?=[\p{Lu}“"*])/u;
const typedBullet = /^([-–+•])(?=[\p{Lu}“"])/u;
const roman = new RegExp(`^([IVX]{1,6}[\\t ]?[.)\\-–/]{1,2})${white}*`, "u");

// cutOrdinal gives the ordinal at the head of a text and how long it is with the space behind it; null without one.
export function cutOrdinal(text) {
  let m = division.exec(text);
  if (m) {
    const word = m[0].split(" ", 1)[0], whole = m[0].length === text.length;
    const heading = m[2] !== "" || whole || word === word.toUpperCase() || word.startsWith("Chương") || word.startsWith("Phần");
    return heading || /^\p{Lu}/u.test(text.slice(m[0].length)) ? { ordinal: m[1] + m[2], length: m[0].length } : null;
  }
  for (const pattern of [dotted, letter, bullet]) {
    m = pattern.exec(text);
    if (m && m[0].length < text.length) return { ordinal: m[1].trim(), length: m[0].length };
  }
  for (const pattern of [close, typedBullet]) {
    m = pattern.exec(text);
    if (m) return { ordinal: m[1], length: m[0].length };
  }
  m = roman.exec(text);
  if (m && m[0].length < text.length && /^[\p{Lu}“*]/u.test(text.slice(m[0].length))) return { ordinal: m[1], length: m[0].length };
  return null;
}

// allCaps says whether a text has letters and all of them are capitals.
export const allCaps = (s) => s.toUpperCase() === s && s.toLowerCase() !== s;

const appendixLine = /^((?:Phụ lục|PHỤ LỤC)(?:[\t ]+(?:số[\t ]+|SỐ[\t ]+)?(?:[IVXLC]{1,6}|\d{1,3}|[A-ZĐ]))?)[\t ]*(?:$|[.:–-][\t ]*(.*)$)/u;

export const bare = (line) => line.replace(/^[\s*_]+|[\s*_]+$/gu, "");

export const isAppendix = (text) => text.length < 600 && appendixLine.test(bare(text));

// kindOf says what a paragraph is by its words: { kind, level, ordinal, length }. strong says that all its letters are
// bold. kind is "heading" (level 1 to 6), "item" (1 or 2), "appendix" or "paragraph".
export function kindOf(text, strong) {
  if (isAppendix(text)) return { kind: "appendix", level: 1, ordinal: "", length: 0 };
  const cut = cutOrdinal(text), ordinal = cut?.ordinal ?? "", length = cut?.length ?? 0;
  const words = text.slice(length).trimStart(), size = [...words].length, end = words.slice(-1);
  const open = size <= 200 && !".;,".includes(end || "x");
  const marked = size > 0 && size <= 200 && (allCaps(words) || strong);
  const said = (kind, level = 0) => ({ kind, level, ordinal, length });
  switch (ordinal.toUpperCase().split(" ", 1)[0]) {
    case "PHẦN": return said("heading", 1);
    case "CHƯƠNG": return said("heading", 2);
    case "MỤC": return said("heading", 3);
    case "TIỂU": return said("heading", 4);
    case "ĐIỀU": return open && end !== ":" ? said("heading", 5) : said("paragraph");
  }
  if (ordinal === "+") return said("item", 2);
  if (ordinal && "-–•●*".includes(ordinal)) return said("item", 1);
  if (!ordinal) return marked && size <= 150 && end !== "." && end !== ";" ? said("heading", 1) : said("paragraph");
  if ("IVX".includes(ordinal[0])) return marked || (open && end !== ":") ? said("heading", 3) : said("paragraph");
  if (marked && end !== ";" && /^\d/.test(ordinal)) {
    return said("heading", Math.min(4 + (ordinal.replace(/[.\-–)]+$/u, "").split(".").length - 1), 6));
  }
  return said("paragraph");
}

// A family is a row of numbers that count on. Of two, the earlier one encloses the other.
export const families = ["part", "chapter", "section", "article", "roman", "number", "numbers", "letter", "dash", "plus"];

// familyOf parts an ordinal into its family and what one needs to make the next of it; null for one that is none of ours.
export function familyOf(ordinal) {
  let m;
  if ((m = /^(Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)([\t ]+(?:thứ[\t ]+|THỨ[\t ]+)?)(.+?)([.:]?)$/u.exec(ordinal))) {
    return { family: { phần: "part", chương: "chapter", mục: "section" }[m[1].toLowerCase()], before: m[1] + m[2], value: m[3], after: m[4] };
  }
  if ((m = /^(Điều|ĐIỀU)([\t ]+)(\d+)([a-zđ]?[.:]?)$/u.exec(ordinal))) return { family: "article", before: m[1] + m[2], value: m[3], after: m[4].replace(/^[a-zđ]/u, "") };
  if ((m = /^([IVXLC]+)(\s?[.)\-–/]{1,2})$/u.exec(ordinal))) return { family: "roman", before: "", value: m[1], after: m[2] };
  if ((m = /^((?:\d{1,2}\.)+)(\d{1,2})(\s?[.)\-–]{0,3})$/u.exec(ordinal))) return { family: "numbers", before: m[1], value: m[2], after: m[3] };
  if ((m = /^(\d{1,2})(\s?[.)\-–]{1,3})$/u.exec(ordinal))) return { family: "number", before: "", value: m[1], after: m[2] };
  if ((m = /^([a-zđ])(\s?[).\-–])$/u.exec(ordinal))) return { family: "letter", before: "", value: m[1], after: m[2] };
  if (/^[-–•●*]$/u.test(ordinal)) return { family: "dash", before: "", value: ordinal, after: "" };
  if (ordinal === "+") return { family: "plus", before: "", value: "+", after: "" };
  return null;
}

const letters = "abcdđeghiklmnopqrstuvxy"; // of the Vietnamese alphabet, those that a điểm is named by
const ranks = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];

function toRoman(n) {
  let s = "";
  for (const [value, sign] of [[100, "C"], [90, "XC"], [50, "L"], [40, "XL"], [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]]) {
    for (; n >= value; n -= value) s += sign;
  }
  return s;
}

function fromRoman(s) {
  for (let n = 1; n < 400; n++) if (toRoman(n) === s) return n;
  return 0;
}

// nextOrdinal counts one on; null where nothing follows ("đ)" does: e)).
export function nextOrdinal(ordinal) {
  const parts = familyOf(ordinal);
  if (!parts) return null;
  const { family, before, value, after } = parts;
  if (family === "dash" || family === "plus") return ordinal;
  let next = "";
  if (family === "letter") next = letters[letters.indexOf(value) + 1] ?? "";
  else if (/^\d+$/.test(value)) next = String(Number(value) + 1);
  else if (ranks.includes(value.toLowerCase())) {
    next = ranks[ranks.indexOf(value.toLowerCase()) + 1] ?? "";
    if (allCaps(value)) next = next.toUpperCase();
  } else if (fromRoman(value)) next = toRoman(fromRoman(value) + 1);
  if (!next || (family === "letter" && !letters.includes(value))) return null;
  if ((family === "number" || family === "numbers") && next.length > 2) return null;
  return before + next + after;
}

// firstOrdinal begins a family. mark is what stands behind roman and plain numbers there: "." or "-".
export function firstOrdinal(family, mark, enclosing = "") {
  switch (family) {
    case "part": return "Phần I";
    case "chapter": return "Chương I";
    case "section": return "Mục 1";
    case "article": return "Điều 1.";
    case "roman": return `I${mark}`;
    case "number": return "1.";
    case "numbers": return `${/^\d+(?:\.\d+)*/.exec(enclosing)?.[0] ?? "1"}.1.`;
    case "letter": return "a)";
    case "dash": return "-";
    case "plus": return "+";
  }
  throw new Error(`no such family: ${family}`);
}
