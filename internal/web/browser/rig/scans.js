// What lies on a văn thư's desk: a scanned letter as a PDF, and photographs as a telephone takes them.

// letter is a PDF of one page that says some words, so many bytes long.
export function letter(words, length = 0) {
  const page = `BT /F 24 Tf 60 700 Td (${words}) Tj ET`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
    `<</Length ${page.length}>>\nstream\n${page}\nendstream`, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    `<</Length ${length}>>\nstream\n${"0".repeat(length)}\nendstream`,
  ];
  let file = "%PDF-1.4\n";
  const at = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  return Buffer.from(`${file}xref\n0 ${at.length + 1}\n0000000000 65535 f \n${at.join("")}trailer\n<</Size ${at.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`);
}

// photograph is a JPEG, red above and blue below as it was held, that says so on its side (Exif orientation 6) and where it was
// taken.
export async function photograph(page, width = 400, height = 300) {
  const bytes = Buffer.from(await page.evaluate(async ([w, h]) => {
    const canvas = new OffscreenCanvas(w, h), pen = canvas.getContext("2d");
    pen.fillStyle = "#c00000"; // the camera lay on its side: above is on the left
    pen.fillRect(0, 0, w / 2, h);
    pen.fillStyle = "#0000c0";
    pen.fillRect(w / 2, 0, w / 2, h);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer())];
  }, [width, height]));
  const exif = Buffer.from("4578696600004d4d002a00000008000201120003000000010006000082980002000000150000002600000000", "hex"); // orientation, copyright
  const segment = Buffer.concat([exif, Buffer.from("GPS 11.9404,108.4583\0\0")]);
  const head = Buffer.from([0xff, 0xe1, 0, segment.length + 2]);
  return Buffer.concat([bytes.subarray(0, 2), head, segment, bytes.subarray(2)]);
}

// colours gives the colour of a canvas at the middle of its upper and of its lower half.
export const colours = (canvas) => canvas.evaluate((element) => {
  const { data } = element.getContext("2d").getImageData(element.width / 2, 0, 1, element.height);
  const at = (y) => {
    const [r, , b] = data.subarray(4 * Math.floor(element.height * y));
    return r > 150 && b < 80 ? "red" : b > 150 && r < 80 ? "blue" : `${r}, ${b}`;
  };
  return `${at(0.25)} over ${at(0.75)}, ${element.width < element.height ? "upright" : "across"}`;
});
