// pdf.js's other half, which reads the file beside the page's own thread.
export { WorkerMessageHandler } from "pdfjs-dist/legacy/build/pdf.worker.mjs";
