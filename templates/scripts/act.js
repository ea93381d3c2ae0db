// act keeps a form from being sent twice by a quick hand (the server acts once in any case), asks before what cannot be
// taken back, where the page has a <dialog> for it, and shows no form of before when one comes back to the page.
export function act(form) {
  const sure = document.getElementById(form.dataset.act);
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    if (sure && !sure.contains(event.submitter)) {
      event.preventDefault();
      sure.showModal();
      return;
    }
    sent = true;
    sure?.close();
    form.setAttribute("aria-busy", "true");
  });
  sure?.querySelector("[type=button]").addEventListener("click", () => sure.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

// bar floats the links to the forms on a narrow screen while the forms themselves are out of sight.
export function bar(nav) {
  const forms = document.getElementById(nav.dataset.bar);
  new IntersectionObserver(([entry]) => nav.classList.toggle("afloat", !entry.isIntersecting)).observe(forms.closest("section"));
}
