// Takes texts through the editor's document and back: a JSON list of texts comes on the standard input, for each goes out
// what the editor writes when nothing was touched (kept), and when every block was (anew).
import { read, text } from "../../../../templates/scripts/editor/document.js";

let input = "";
for await (const piece of process.stdin.setEncoding("utf8")) input += piece;
console.log(JSON.stringify(JSON.parse(input).map((words) => {
  const document = read(words);
  document.check();
  return { kept: text(document), anew: text(document, { anew: true }) };
})));
