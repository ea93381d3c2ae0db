// What the page of many documents can do more with scripts: show each file in the page, remember which were opened, and
// tell of each document as it is signed. The words stand in the template (pages/sign.html).
export function start(form, viewer) {
  const part = (name, root = form) => root.querySelector(`[data-part=${name}]`);
  const unseen = document.querySelector("dialog[data-part=unseen]"), frame = document.querySelector("template[data-part=viewer]");
  const rows = [...form.querySelectorAll("[data-document]")].filter((row) => part("view", row));
  if (!rows.length) return;
  const box = (row) => row.querySelector("input[type=checkbox]");
  const chosen = () => rows.filter((row) => box(row).checked);
  const fill = (sentence, ...numbers) => sentence.replace(/#/g, () => numbers.shift());

  // The files, and which of them were opened: for as long as the tab lives, since one may go to a document and come back.
  const seen = (row) => sessionStorage.getItem(`seen ${box(row).value}`) !== null;
  const tally = () => {
    for (const row of rows) part("mark", row).hidden = !seen(row);
    part("seen").textContent = rows.filter(seen).length;
    part("sign").textContent = fill(form.dataset.sayChosen, chosen().length);
    part("sign").disabled = chosen().length === 0;
  };
  // What is signed is another file afterwards: before that nothing of the old one is read any more.
  const leaves = new Map();
  const close = (row) => {
    leaves.get(row)?.();
    row.querySelector(".viewer")?.remove();
    part("view", row).setAttribute("aria-expanded", "false");
  };
  for (const row of rows) {
    const link = part("view", row);
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    const toggle = (event) => {
      event.preventDefault();
      let shown = row.querySelector(".viewer");
      if (!shown) {
        shown = frame.content.firstElementChild.cloneNode(true);
        shown.dataset.src = link.href;
        for (const a of shown.querySelectorAll("a:not([href=''])")) a.href = link.href;
        row.append(shown);
        leaves.set(row, viewer(shown));
      } else {
        shown.hidden = !shown.hidden;
      }
      link.setAttribute("aria-expanded", String(!shown.hidden));
      sessionStorage.setItem(`seen ${box(row).value}`, "");
      tally();
    };
    link.addEventListener("click", toggle);
    link.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
    box(row).addEventListener("change", tally);
  }
  part("tally").hidden = false;
  tally();

  const tell = (row, line) => {
    if (line.signed) {
      part("view", row).href = part("view", row).pathname;
      for (const what of row.querySelectorAll("[data-part=before]")) what.hidden = true;
    }
    part("yes", row).hidden = !line.signed;
    part("no", row).hidden = line.signed;
    part("said", row).textContent = line.said ?? "";
    const reasons = part("reasons", row);
    reasons.replaceChildren(...(line.reasons ?? []).map((reason) => {
      const item = document.createElement("li");
      item.textContent = reason;
      return item;
    }));
    reasons.hidden = reasons.children.length === 0;
    part("outcome", row).hidden = false;
  };
  const refuse = (line) => {
    const fault = part("fault");
    fault.textContent = [line.said, ...(line.reasons ?? [])].join(" ");
    fault.hidden = false;
    form.elements.pin.removeAttribute("aria-invalid");
    if (line.pin) {
      form.elements.pin.setAttribute("aria-invalid", "true");
      form.elements.pin.setAttribute("aria-describedby", fault.id);
    }
    part("pin").hidden = false;
    part("run").hidden = true;
    for (const row of rows) box(row).disabled = false;
    fault.focus();
  };

  // again is the page with the same documents as they stand now: what was signed before the connection broke says so there.
  const address = (some) => `/sign?${new URLSearchParams(some.map((row) => ["document", row.dataset.document]))}`;
  const again = () => location.assign(address(rows));

  const run = async () => {
    const going = chosen(), stop = new AbortController(), body = new URLSearchParams(new FormData(form));
    form.elements.pin.value = "";
    for (const row of rows) box(row).disabled = true;
    for (const row of going) close(row);
    part("fault").hidden = part("pin").hidden = true;
    part("run").hidden = part("stop").hidden = false;
    part("bar").max = going.length;
    part("bar").value = 0;
    part("stop").addEventListener("click", () => stop.abort(), { once: true });
    part("stop").focus();
    let done = 0, signed = 0;
    const take = (line) => {
      if (!line.id) throw line;
      tell(form.querySelector(`[data-document="${CSS.escape(line.id)}"]`), line);
      done++;
      signed += line.signed ? 1 : 0;
      part("bar").value = done;
      part("progress").textContent = fill(form.dataset.sayProgress, done, going.length);
    };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/x-ndjson" }, signal: stop.signal });
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ;) {
        const { value, done: end } = await reader.read();
        const lines = (rest + (value ?? "")).split("\n");
        rest = end ? "" : lines.pop();
        for (const line of lines) if (line) take(JSON.parse(line));
        if (end) break;
      }
    } catch (error) {
      if (stop.signal.aborted) return again();
      if (error.said) return refuse(error);
      console.warn("the signing was cut", error);
    }
    const whole = done === going.length;
    part("progress").textContent = whole ? fill(form.dataset.sayEnd, signed, done - signed) : form.dataset.sayBroken;
    const unsigned = going.filter((row) => part("yes", row).hidden);
    part("run-head").textContent = part("run-head").dataset.sayDone;
    part("again").href = address(unsigned);
    part("again").hidden = unsigned.length === 0;
    part("stop").hidden = true;
    part("after").hidden = false;
    part("after").querySelector("a").focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const left = chosen().filter((row) => !seen(row)).length;
    if (left === 0) return run();
    part("count", unseen).textContent = left;
    unseen.showModal();
  });
  part("anyway", unseen).addEventListener("click", () => { unseen.close(); run(); });
  part("back", unseen).addEventListener("click", () => unseen.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
