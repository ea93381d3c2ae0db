import { createRequire } from "node:module";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

const require = createRequire(new URL("../../../../templates/scripts/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axeSource = require("axe-core").source;

const screenshots = process.env.TRINHKY_SCREENSHOTS;

const devices = {
  desktop: { viewport: { width: 1280, height: 900 } },
  plain: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true },
};

export const openBrowser = (executablePath, args = []) => chromium.launch({ executablePath, args });

// Person is somebody at a screen of their own: a browser profile, one tab, and everything the browser complained of.
export class Person {
  #faults = []; #allowed = [];

  // sit opens a tab and, unless username is "", logs in by the form.
  static async sit(browser, office, device, username) {
    const context = await browser.newContext({ ...devices[device], baseURL: office.url, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh", colorScheme: "light" });
    await context.tracing.start({ screenshots: true, snapshots: true });
    const person = new Person(context, await context.newPage(), device, username);
    await person.#listen();
    if (username) await person.#logIn(office.password);
    return person;
  }

  constructor(context, page, device, username) {
    this.context = context;
    this.page = page;
    this.device = device;
    this.name = username || "guest";
  }

  async #listen() {
    const note = (kind, text) => {
      if (!this.#allowed.some((pattern) => pattern.test(text))) this.#faults.push(`${this.name} (${this.device}): ${kind}: ${text}`);
    };
    await this.page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy violated: ${event.violatedDirective}: ${event.blockedURI} ${event.sample} at ${event.sourceFile}:${event.lineNumber}`);
      });
    });
    this.page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") note(`console.${message.type()}`, `${message.text()} (${message.location().url})`);
    });
    this.page.on("pageerror", (error) => note("uncaught", error.stack ?? String(error)));
    this.page.on("response", (response) => {
      if (response.status() >= 400) note("answer", `${response.status()} ${response.request().method()} ${response.url()}`);
    });
    this.page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      if (why === "net::ERR_ABORTED") return; // the page itself let go of it: a stream, a download, a page left early
      note("request failed", `${why} ${request.method()} ${request.url()}`);
    });
  }

  async #logIn(password) {
    await this.page.goto("/login");
    await this.page.getByLabel("Tên đăng nhập").fill(this.name);
    await this.page.getByLabel("Mật khẩu").fill(password);
    await Promise.all([this.page.waitForURL("/"), this.page.getByRole("button", { name: "Đăng nhập" }).click()]);
  }

  // takeFaults gives what the browser complained of since the last time.
  takeFaults() {
    return this.#faults.splice(0);
  }

  // allowing runs act; complaints that match one of the patterns are meant to come.
  async allowing(patterns, act) {
    this.#allowed = patterns;
    try {
      return await act();
    } finally {
      this.#allowed = [];
    }
  }

  // visit opens an address of the office and looks at the page. options: status when it is not 200, and look's.
  async visit(path, { status = 200, ...options } = {}) {
    const expected = status >= 400 ? [new RegExp(`^${status} `), new RegExp(`status of ${status} `)] : [];
    const response = await this.allowing(expected, () => this.page.goto(path, { waitUntil: "load" }));
    if (response.status() !== status) throw new Error(`${path} gave ${response.status()}, want ${status}`);
    await this.look({ name: path, ...options });
  }

  // look asks axe about the page as it stands (in dark only about what colours do), and whether it is wider than the screen. name is
  // what a screenshot of it is called; without one there is none.
  async look({ name } = {}) {
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) throw new Error(`${this.page.url()} is ${wide} pixels wider than the screen`);
    await this.page.evaluate(() => window.scrollTo(0, 0)); // else the head of the page covers what lies under it
    for (const scheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme: scheme });
      if (name && screenshots) await this.#shoot(name, scheme);
      await this.#axe(scheme);
    }
    await this.page.emulateMedia({ colorScheme: "light" });
  }

  async #axe(scheme) {
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axeSource);
    const rules = scheme === "light" ? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] : { type: "rule", values: ["color-contrast", "link-in-text-block"] };
    const found = await this.page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }), rules);
    if (found.violations.length === 0) return;
    const told = found.violations.map((v) => `${v.id}: ${v.help}\n` + v.nodes.map((n) => `    ${n.target.join(" ")}: ${n.html}\n      ${n.failureSummary.replaceAll("\n", "\n      ")}`).join("\n"));
    throw new Error(`axe, ${scheme}, ${this.page.url()}:\n${told.join("\n")}`);
  }

  async #shoot(name, scheme) {
    await mkdir(screenshots, { recursive: true });
    const file = name.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID").replace(/^\/$/, "/index").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    await this.page.screenshot({ path: join(screenshots, `${file}-${this.device}-${scheme}.png`), fullPage: true, scale: "css" });
  }

  // tell is what the person has before them, in a line: where, what is focused, what an input refuses, what stands there as said.
  async tell() {
    const seen = await this.page.evaluate(() => ({
      at: location.pathname + location.search, title: document.title, state: document.readyState,
      focus: document.activeElement?.outerHTML.slice(0, 120), refused: [...document.querySelectorAll("input:invalid, select:invalid, textarea:invalid")].filter((field) => field.checkVisibility()).map((field) => field.name),
      dialogs: [...document.querySelectorAll("dialog[open]")].map((dialog) => dialog.id), sent: [...document.querySelectorAll("form[aria-busy]")].map((form) => form.action),
      said: [...document.querySelectorAll("[role=alert], [role=status]")].filter((said) => said.checkVisibility()).map((said) => said.innerText.slice(0, 200)).filter(Boolean),
    })).catch(String);
    return `${this.name} (${this.device}) has before them ${JSON.stringify(seen)}`;
  }

  // keep leaves the trace and a picture of the screen.
  async keep(file) {
    await this.page.screenshot({ path: `${file}.png` }).catch((error) => console.error(`no screenshot: ${error}`));
    await this.context.tracing.stop({ path: `${file}-trace.zip` });
  }
}
