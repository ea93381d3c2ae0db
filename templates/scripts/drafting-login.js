// login lets somebody whose session is over log in without leaving what is typed; go is called when that may have worked.
export function login({ part }, go) {
  const dialog = part("login"), form = part("login-form");
  let asked = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button.main");
    button.disabled = true;
    try {
      const response = await fetch("/login", { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
      if (response.type === "opaqueredirect") {
        dialog.close();
        go();
      } else part("login-wrong").hidden = false;
    } catch {
      part("login-wrong").hidden = false;
    }
    button.disabled = false;
  });
  part("login-later").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    asked = false;
    form.reset();
    part("login-wrong").hidden = true;
  });
  window.addEventListener("focus", () => { // back from the tab in which he logged in
    if (asked) go();
  });
  return {
    ask() {
      if (asked) return;
      asked = true;
      if (!dialog.open) dialog.showModal();
    },
  };
}
