// Api speaks the JSON API as somebody: what a day needs to be there before it begins.
export class Api {
  #url; #token;

  static async logIn(office, username) {
    const api = new Api(office.url);
    const session = await api.send("POST", "/sessions", { username, password: office.password });
    api.#token = session.token;
    api.pin = office.pin;
    api.actor = session.actor;
    return api;
  }

  constructor(url) {
    this.#url = url;
  }

  // send gives the answer's JSON; path is below /api/v1. It throws for everything that is no success.
  async send(method, path, body, headers = {}) {
    if (this.#token) headers.Authorization = `Bearer ${this.#token}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(`${this.#url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text && JSON.parse(text);
  }

  get(path) { return this.send("GET", path); }

  // fire plays an action on a document as it stands, and gives the document after it.
  async fire(id, action, input = {}) {
    const document = await this.get(`/documents/${id}`);
    const act = { ...input };
    if (action === "sign" || action === "seal") Object.assign(act, { pin: this.pin, sha256: document.pdf_sha256 });
    return this.send("POST", `/documents/${id}/actions/${action}`, act, { "If-Match": `"${document.version}"` });
  }
}
