// Lighthouse looks at the pages that everybody opens every day, as a phone on a slow line, logged in; every line it prints
// is its verdict on one. TRINHKY_JUDGE names the categories. Nothing is fetched from outside and nothing is sent there.
import { createRequire } from "node:module";
import { Api } from "../rig/api.js";
import { carry, cast, draft } from "../rig/office.js";
import { Person, openBrowser } from "../rig/person.js";

const require = createRequire(new URL("../../../../templates/scripts/package.json", import.meta.url));
const office = JSON.parse(process.env.TRINHKY_OFFICE);
const categories = process.env.TRINHKY_JUDGE.split(",");
const { default: lighthouse } = await import(require.resolve("lighthouse"));
const port = Number(process.env.TRINHKY_PORT);

const clients = new Map();
const api = async (username) => {
  if (!clients.has(username)) clients.set(username, await Api.logIn(office, username));
  return clients.get(username);
};

// pages are the five that people live in, and the first that they meet.
async function pages() {
  const drafted = await draft(api, { subject: "về việc còn soạn" });
  await carry(api, await draft(api, { subject: "về việc chờ ký" }), "awaiting_signature");
  const issued = await carry(api, await draft(api), "issued");
  return [
    ["", "/login"], [cast.drafter, "/"], [cast.signer, "/boxes/signing"], [cast.drafter, `/documents/${issued.id}`],
    [cast.drafter, `/documents/${drafted.id}/edit`], [cast.recipient, "/received"],
  ];
}

const browser = await openBrowser(process.env.TRINHKY_CHROMIUM, [`--remote-debugging-port=${port}`]);
try {
  for (const [who, path] of await pages()) {
    const person = await Person.sit(browser, office, "phone", who);
    const cookies = (await person.context.cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
    await person.context.close();
    const { lhr } = await lighthouse(office.url + path, {
      port, onlyCategories: categories, formFactor: "mobile", throttlingMethod: "simulate", locale: "vi", logLevel: "error",
      extraHeaders: cookies ? { Cookie: cookies } : undefined,
    });
    const came = new URL(lhr.finalDisplayedUrl).pathname;
    const failed = Object.values(lhr.categories).flatMap((c) => c.auditRefs.filter((r) => r.weight > 0).map((r) => lhr.audits[r.id]))
      .filter((audit) => audit.score !== null && audit.score < 1);
    console.log(JSON.stringify({
      page: path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "ID"), error: lhr.runtimeError?.message ?? (came === path ? "" : `it led to ${came}`), warnings: lhr.runWarnings,
      scores: Object.fromEntries(Object.entries(lhr.categories).map(([id, c]) => [id, Math.round(c.score * 100)])),
      cls: lhr.audits["cumulative-layout-shift"]?.numericValue ?? 0,
      failed: failed.map((a) => `${a.id}: ${a.title} ${a.displayValue ?? ""} ${(a.details?.items ?? []).slice(0, 5).map((i) => i.node?.snippet ?? i.description ?? i.url ?? "").join(" | ")}`),
    }));
  }
} finally {
  await browser.close();
}
