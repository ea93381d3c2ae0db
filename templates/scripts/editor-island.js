import { inert } from "./trusted.js";

// editor puts the structured editor over the text field of a draft. Where its script fails, or the text is longer than it
// bears, the field stays as it is: it holds the text in any case.
export async function editor(root) {
  try {
    const { edit } = await import(root.dataset.editor);
    edit(root, inert);
  } catch (error) {
    console.warn("the editor gave up", error);
  }
}
