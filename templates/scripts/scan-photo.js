// Photographs of the pages of a letter: looked at before anything is decoded, drawn upright and small, and joined into one PDF.
// A picture goes through a canvas, so that nothing but what is seen of it is sent: not where it was taken, nor by whom.
const most = 64e6; // pixels that are decoded; a telephone's photograph has 12 to 50 million
const longest = 2806; // pixels of the longer side as it is sent: 240 dots an inch on A4, where NĐ 30/2020 asks for 200
const a4 = [595.28, 841.89]; // points

// measure gives how many pixels a JPEG or a PNG says it has, 0 for what is neither. Only its beginning is read.
export async function measure(file) {
  const head = new DataView(await file.slice(0, 1 << 20).arrayBuffer());
  if (head.byteLength > 24 && head.getUint32(0) === 0x89504e47) return head.getUint32(16) * head.getUint32(20);
  if (head.byteLength < 4 || head.getUint16(0) !== 0xffd8) return 0;
  for (let at = 2; at + 9 < head.byteLength && head.getUint8(at) === 0xff;) {
    const marker = head.getUint8(at + 1);
    if (marker === 0xff) { at++; continue; }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return head.getUint16(at + 5) * head.getUint16(at + 7);
    at += 2 + head.getUint16(at + 2);
  }
  return 0;
}

export const tooLarge = (pixels) => pixels > most;

// draw puts a picture on a canvas, turned by quarters to the right, no longer than so many pixels.
export async function draw(file, turn, limit = longest, canvas = document.createElement("canvas")) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, limit / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale)), height = Math.max(1, Math.round(picture.height * scale));
  [canvas.width, canvas.height] = turn % 2 ? [height, width] : [width, height];
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "#fff"; // under a picture that is clear in places
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate((turn * Math.PI) / 2);
  pen.drawImage(picture, -width / 2, -height / 2, width, height);
  picture.close();
  return canvas;
}

// join makes one PDF of photographs, a page each, in their order; drawn hears of each before the next. One of them is in
// memory at a time. It throws what a picture that cannot be read makes a browser throw.
export async function join(photos, drawn) {
  const canvas = document.createElement("canvas"), pictures = [];
  for (const { file, turn } of photos) {
    await draw(file, turn, longest, canvas);
    const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    if (!content) throw new Error("the picture could not be written");
    pictures.push({ content, width: canvas.width, height: canvas.height });
    drawn(pictures.length);
  }
  canvas.width = canvas.height = 0; // its memory goes at once
  return write(pictures);
}

// write is a PDF 1.4 of JPEG pictures, each as large as it fits on a sheet of A4, upright or across.
function write(pictures) {
  const parts = [], offsets = [];
  let length = 0;
  const put = (...some) => {
    for (const one of some) {
      parts.push(one);
      length += one.size ?? one.length; // the texts are ASCII
    }
  };
  const object = (...content) => {
    offsets.push(length);
    put(`${offsets.length} 0 obj\n`, ...content, "\nendobj\n");
  };
  put("%PDF-1.4\n");
  object("<</Type/Catalog/Pages 2 0 R>>");
  object(`<</Type/Pages/Count ${pictures.length}/Kids[${pictures.map((_, i) => `${3 + 3 * i} 0 R`).join(" ")}]>>`);
  pictures.forEach(({ content, width, height }, i) => {
    const [across, down] = width > height ? [a4[1], a4[0]] : a4, scale = Math.min(across / width, down / height);
    const [w, h] = [width * scale, height * scale];
    const drawing = `q ${w.toFixed(2)} 0 0 ${h.toFixed(2)} ${((across - w) / 2).toFixed(2)} ${((down - h) / 2).toFixed(2)} cm/P Do Q`;
    object(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${across} ${down}]/Resources<</XObject<</P ${5 + 3 * i} 0 R>>>>/Contents ${4 + 3 * i} 0 R>>`);
    object(`<</Length ${drawing.length}>>\nstream\n${drawing}\nendstream`);
    object(`<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${content.size}>>\nstream\n`, content, "\nendstream");
  });
  const table = length;
  put(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n`, ...offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`));
  put(`trailer\n<</Size ${offsets.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}
