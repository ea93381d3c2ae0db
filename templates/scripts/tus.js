// A file on its way up by tus, in small pieces, so that a lost connection costs no more than one of them (docs/adr/0021).
const piece = 1 << 20; // bytes of a request
const pause = 4_000; // milliseconds before another try, unless the browser hears of the connection first

// Refused is what will be refused again; its message is for people.
export class Refused extends Error {}

export class Transfer {
  #about; #ended; #at = ""; #unsure = false; #stop = new AbortController();
  offset = 0; // bytes that are there

  // about says what the file is for, as {document: id} or {arrival: id}; ended is what to say when the session is over.
  constructor(file, name, about, ended) {
    this.file = file;
    this.name = name;
    this.#about = { filename: name, ...about };
    this.#ended = ended;
  }

  get cancelled() { return this.#stop.signal.aborted; }

  get percent() { return Math.floor((100 * this.offset) / this.file.size); }

  // go sends until the file is whole (true) or was cancelled (false), through every loss of the connection; it throws Refused,
  // after which it can be called again.
  async go({ going, paused }) {
    while (!this.cancelled) {
      try {
        await this.#send(going);
        return true;
      } catch (error) {
        if (this.cancelled) return false;
        if (error instanceof Refused) throw error;
        this.#unsure = Boolean(this.#at); // how much came is asked before any more is sent
        paused();
        await connection(this.#stop.signal);
      }
    }
    return false;
  }

  cancel() {
    this.#stop.abort();
    if (this.#at) fetch(this.#at, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => {}); // else it expires
  }

  async #send(going) {
    if (!this.#at) {
      const encode = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
      const about = Object.entries(this.#about).map(([name, value]) => `${name} ${encode(value)}`).join();
      const made = await this.#ask("/uploads", "POST", { "Upload-Length": this.file.size, "Upload-Metadata": about });
      this.#at = made.headers.get("Location");
      this.offset = 0;
    } else if (this.#unsure) {
      this.offset = Number((await this.#ask(this.#at, "HEAD")).headers.get("Upload-Offset"));
    }
    this.#unsure = false;
    going();
    while (this.offset < this.file.size) {
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": this.offset };
      this.offset = Number((await this.#ask(this.#at, "PATCH", headers, this.file.slice(this.offset, this.offset + piece))).headers.get("Upload-Offset"));
      going();
    }
  }

  // ask throws Refused for what will be refused again, and any other error for what may go another time.
  async #ask(address, method, headers = {}, body = undefined) {
    const answer = await fetch(address, { method, headers: { "Tus-Resumable": "1.0.0", ...headers }, body, signal: this.#stop.signal });
    if (answer.ok) return answer;
    if (answer.status === 401) throw new Refused(this.#ended);
    if (answer.status === 404 && address === this.#at) this.#at = ""; // expired, or refused and dropped: another try begins anew
    if (answer.status === 409 || answer.status >= 500 || (method === "HEAD" && answer.status === 404)) throw new Error(`${method} gave ${answer.status}`);
    const problem = await answer.json().catch(() => ({}));
    if (problem.code === "SECRET_REFUSED") this.#at = "";
    throw new Refused(problem.reasons?.[0]?.detail ?? problem.detail ?? String(answer.status));
  }
}

// connection waits until it is worth trying again.
function connection(signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, pause);
    for (const [from, name] of [[window, "online"], [signal, "abort"]]) {
      from.addEventListener(name, () => { clearTimeout(timer); done(); }, { once: true });
    }
  });
}
