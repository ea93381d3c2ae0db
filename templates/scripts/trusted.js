// The one place where an address becomes a script: the pages' Trusted Types policy, which the Content-Security-Policy
// names and which lets pass only files of ours.
const ours = /^\/(static\/[a-z0-9._-]+|service-worker)\.js$/;

const check = (url) => {
  if (!ours.test(url)) throw new TypeError(`not a script of ours: ${url}`);
  return url;
};

const policy = window.trustedTypes?.createPolicy("trinhky", { createScriptURL: check });

// scriptURL gives the address of one of our scripts as a browser with Trusted Types wants it.
export const scriptURL = (url) => (policy ? policy.createScriptURL(url) : check(url));
