// Where what was completed goes in a draft.
const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

// editorOf is the editor that stands in the place of a field, where there is one.
export const editorOf = (field) => (field.offsetParent ? null : field.closest(".editor")?.querySelector("[contenteditable=true]"));

// insertAt puts words where the cursor of a field is. An editor in its place takes the event, and puts them where its own is.
export function insertAt(field, text) {
  if (!field.dispatchEvent(new CustomEvent("insert", { cancelable: true, detail: text }))) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  changed(field);
}

// addLine puts a receiver into Nơi nhận, above the line of the archive, each line ended as the rules of the page want.
export function addLine(field, text) {
  const lines = field.value.split("\n").map((line) => line.trimEnd()).filter(Boolean);
  const archive = lines.findIndex((line) => /^[-–\s]*Lưu\b/i.test(line));
  lines.splice(archive < 0 ? lines.length : archive, 0, `- ${text};`);
  field.value = lines.map((line, i) => i < lines.length - 1 ? line.replace(/[.,]$/, ";").replace(/([^;:])$/, "$1;") : line).join("\n");
  changed(field);
}
