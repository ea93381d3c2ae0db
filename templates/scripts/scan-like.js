// What may have come already is named while somebody types its symbol, author and date. It only warns: the arrival's own page
// warns again, and asks why before the same thing is registered twice.
const wait = 400; // milliseconds after the last letter

export function like(form, root) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const names = ["organ", "symbol", "author", "document_date"];
  let timer = 0, asking = null, shown = "";

  const ask = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    const value = (name) => form.elements.namedItem(name).value;
    let found = [];
    try {
      if (value("symbol").trim()) {
        const response = await fetch(`/incoming/like?${new URLSearchParams(names.map((name) => [name, value(name)]))}`, { signal: mine.signal });
        if (response.ok) found = await response.json();
      }
    } catch {
      return; // another letter came, or there is no connection
    }
    const same = JSON.stringify(found);
    if (same === shown) return; // nothing is said twice
    shown = same;
    part("like-list").replaceChildren(...found.map((one) => {
      const item = part("like-item").content.firstElementChild.cloneNode(true), link = item.querySelector("a");
      link.href = one.path;
      link.textContent = [one.name, one.subject].filter(Boolean).join(" – ");
      const number = one.number ? part("like").dataset.sayNumber.replace("#", one.number).replace("#", one.date) : part("like").dataset.sayUnnumbered;
      item.querySelector("span").textContent = [one.author, number].filter(Boolean).join(" · ");
      return item;
    }));
    part("like").hidden = found.length === 0;
  };
  form.addEventListener("input", (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  });
  ask(); // a form that was refused comes back with what was typed
}
