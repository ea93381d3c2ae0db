// What a slow line has to carry: the first page of somebody whose browser has nothing of ours yet, and each later one.
// The viewer and the file that it shows come after the page stands, and are counted apart (internal/web/pages,
// TestScriptsStayWithinTheirBudgets).
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

const first = 120_000, later = 30_000;

day(async ({ step, desktop, api }) => {
  const issued = await carry(api, await draft(api), "issued");
  const guest = await desktop("");
  await step("trang đầu tiên", () => weigh(guest, "/login", first));
  const drafter = await desktop(cast.drafter); // has loaded what all pages share
  for (const path of ["/", "/boxes/all", "/search?q=lich+truc", "/documents/new", "/received", `/documents/${issued.id}`, `/documents/${issued.id}/deliveries`]) {
    await step(`trang sau: ${path.replace(issued.id, "ID")}`, () => weigh(drafter, path, later));
  }
});

async function weigh(person, path, most) {
  await person.page.goto(path, { waitUntil: "load" });
  const { bytes, parts } = await person.page.evaluate(() => {
    const own = performance.getEntries().filter((entry) => "transferSize" in entry && !/\/viewer\.|\/decoders\.|\/pdf$/.test(new URL(entry.name).pathname));
    return { bytes: own.reduce((sum, entry) => sum + entry.transferSize, 0), parts: own.map((entry) => `${entry.transferSize} ${entry.name}`) };
  });
  if (bytes === 0) throw new Error("nothing was counted");
  if (bytes > most) throw new Error(`${path} takes ${bytes} bytes, ${most} allowed:\n${parts.join("\n")}`);
}
