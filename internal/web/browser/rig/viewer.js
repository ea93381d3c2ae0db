// readPage waits until a page of the viewer is drawn, and fails when its picture is blank or coarser than the screen, or
// when the words over it do not hold text.
export async function readPage(person, n, text) {
  const viewer = person.page.locator("[data-viewer]");
  await viewer.scrollIntoViewIfNeeded();
  const sheet = viewer.getByRole("group", { name: `Trang ${n}`, exact: true });
  await person.page.locator(`[data-viewer] .sheet[data-n="${n}"][data-drawn]`).waitFor();
  const seen = await sheet.locator("canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && data[i] + data[i + 1] + data[i + 2] < 300) dark++;
    return { dark: dark / (data.length / 4), dense: canvas.width / canvas.getBoundingClientRect().width, screen: window.devicePixelRatio };
  });
  if (!(seen.dark > 0.002 && seen.dark < 0.5)) throw new Error(`page ${n}: ${seen.dark} of its pixels are dark`);
  if (seen.dense < seen.screen * 0.98) throw new Error(`page ${n}: ${seen.dense} pixels a CSS pixel on a screen of ${seen.screen}`);
  const words = (await sheet.locator(".words").innerText()).replace(/\s+/g, " ").normalize("NFC");
  if (!words.includes(text)) throw new Error(`page ${n} does not say “${text}” but: ${words}`);
}
