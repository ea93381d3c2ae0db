// filter hides the rows of a list that do not have the words of a search field, with or without accents; Enter takes the
// first that is left.
export const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

export function filter(input) {
  const rows = [...document.getElementById(input.dataset.filter).children].map((row) => [row, bare(row.textContent)]);
  const left = () => rows.filter(([row]) => !row.hidden);
  input.addEventListener("input", () => {
    const words = bare(input.value).split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
  });
  input.form.addEventListener("submit", (event) => {
    const link = left().length && input.value.trim() && left()[0][0].querySelector("a");
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}
