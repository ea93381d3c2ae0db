import { scriptURL } from "./trusted.js"; // there is one policy, and this bundle has it

// lazily starts what stands in a bundle of its own, named by a data- attribute of the element.
export const lazily = (name) => async (root) => {
  const { start } = await import(root.dataset[name]);
  start(root, { scriptURL });
};
