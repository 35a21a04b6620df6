// Talking to the server. What it answers with a problem is thrown with that problem's fields, as detail and retry_after.

const PATIENCE = 60000;

class Client {
  constructor(server) {
    this.api = new URL("api/v1/", server);
  }

  async request(path, { method = "POST", body, language, conversation, tickets, accept = "application/json", signal } = {}) {
    const headers = { "Accept-Language": language, Accept: accept };
    if (body) headers["Content-Type"] = "application/json";
    if (conversation) headers["X-Conversation"] = conversation;
    if (tickets) headers["X-Ticket"] = tickets.join(",");
    const response = await fetch(new URL(path, this.api), {
      method,
      headers,
      signal,
      body: body && JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    if (response.ok) return response;
    throw Object.assign(new Error(response.status), await response.json().catch(() => ({})));
  }

  // Asks and returns the answer; the server streams events, and a proxy may turn them into one piece. Where sentences are
  // written, told gets each as it comes. When it takes too long, asking is aborted for "timeout", which is then thrown.
  async ask(body, language, asking, told) {
    const timer = setTimeout(() => asking.abort("timeout"), PATIENCE);
    try {
      const { signal } = asking;
      return await readAnswer(await this.request("ask", { body, language, accept: "text/event-stream", signal }), told);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function readAnswer(response, told) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("cut off");
    rest += decoder.decode(value, { stream: true });
    const parts = rest.split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const name = /^event: (.*)$/m.exec(part);
      const data = /^data: (.*)$/m.exec(part);
      if (!name || !data) continue;
      const content = JSON.parse(data[1]);
      if (name[1] === "delta") told(content.text);
      if (name[1] === "answer") return content;
      if (name[1] === "error") throw Object.assign(new Error(), content);
    }
  }
}
