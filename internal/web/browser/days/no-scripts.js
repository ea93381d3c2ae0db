// A browser that runs no scripts: reading, deciding and acknowledging need none.
import { day } from "../rig/day.js";
import { carry, cast, draft } from "../rig/office.js";

day(async ({ step, plain, api }) => {
  const drafted = await draft(api);
  const drafter = await plain(cast.drafter);

  await step("trình dự thảo", async () => {
    await drafter.page.goto(`/documents/${drafted.id}`);
    const file = drafter.page.locator("object[type='application/pdf']");
    if ((await file.count()) !== 1) throw new Error("nothing shows the file");
    await drafter.page.getByRole("button", { name: "Trình", exact: true }).click();
    await drafter.page.waitForLoadState();
    const { state } = await (await api(cast.drafter)).get(`/documents/${drafted.id}`);
    if (state !== "unit_review") throw new Error(`it is ${state}`);
  });

  const issued = await carry(api, await (await api(cast.drafter)).get(`/documents/${drafted.id}`), "issued");
  const recipient = await plain(cast.recipient);
  await step("nơi nhận tiếp nhận", async () => {
    await recipient.page.emulateMedia({ reducedMotion: "reduce" }); // without scripts the browser tells nobody when it has stopped scrolling
    await recipient.page.goto(`/received#doc-${issued.id}`);
    await recipient.page.getByRole("button", { name: "Tiếp nhận, vào sổ đến" }).first().click();
    await recipient.page.waitForLoadState();
    if ((await recipient.page.getByRole("button", { name: "Tiếp nhận, vào sổ đến" }).count()) !== 0) throw new Error("it still waits");
  });
});
