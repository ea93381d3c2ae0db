// asker asks the server about the form as it stands; a newer question takes the place of one that has no answer yet. use
// gets the answer, refuse the sentence of a refusal. wake asks again if the form changed since.
export function asker({ body }, path, { begin, use, refuse, as = "json" }) {
  let fresh = false, running = null;
  return {
    stale() { fresh = false; },
    async wake() {
      if (fresh) return;
      fresh = true;
      running?.abort();
      const mine = running = new AbortController();
      begin?.();
      try {
        const response = await fetch(path, { method: "POST", body: body(), signal: mine.signal });
        if (response.ok) return use(as === "json" ? await response.json() : new Uint8Array(await response.arrayBuffer()));
        fresh = false;
        const answer = await response.json().catch(() => null);
        if (answer) refuse(answer.detail, answer.field);
      } catch (error) {
        if (mine.signal.aborted) return;
        fresh = false; // no connection: what is saved says so
      }
    },
  };
}
