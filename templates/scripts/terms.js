// terms offers the usual deadlines beside a field for a date: one click fills it in. Without scripts the date is typed.
export function terms(offer) {
  const field = document.getElementById(offer.dataset.terms);
  const buttons = [...offer.querySelectorAll("button")];
  const tell = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === field.value));
  };
  offer.hidden = false;
  for (const button of buttons) {
    button.addEventListener("click", () => {
      field.value = button.value;
      tell();
    });
  }
  field.addEventListener("input", tell);
  window.addEventListener("pageshow", tell); // a page that comes back from the history keeps its date
  tell();
}
