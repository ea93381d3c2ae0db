// The one place where a text becomes a script's address or a document: the pages' Trusted Types policy, which the
// Content-Security-Policy names.
const ours = /^\/(static\/[a-z0-9._-]+|service-worker)\.js$/;

const check = (url) => {
  if (!ours.test(url)) throw new TypeError(`not a script of ours: ${url}`);
  return url;
};

const policy = window.trustedTypes?.createPolicy("trinhky", { createScriptURL: check, createHTML: (html) => html });

// scriptURL gives the address of one of our scripts as a browser with Trusted Types wants it.
export const scriptURL = (url) => (policy ? policy.createScriptURL(url) : check(url));

// inert reads HTML that comes from anywhere, a clipboard's, into a document of its own. That is safe, and the only thing
// that text may become: a document of DOMParser's has no window, so that no script or handler in it runs, no picture,
// sheet or frame of it is fetched, and the trusted text itself never leaves this function. Whoever reads the document
// takes words out of it and never puts one of its nodes into a page. The page's policy is asked about inline styles and
// handlers even there, and complains of each: so styles come as data-style and xmp, handlers under a name that is none.
export function inert(html) {
  const calm = html.replace(/<(\/?)style\b/gi, "<$1xmp")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])style\s*=/gi, "$1data-style=").replace(/([\s"'])on[a-z]+\s*=/gi, "$1data-on="));
  return new DOMParser().parseFromString(policy ? policy.createHTML(calm) : calm, "text/html");
}
