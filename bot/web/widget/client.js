// Talking to the server.

const PATIENCE = 60000;

class Failure extends Error {
  constructor(kind, problem = {}) {
    super(problem.detail || kind);
    this.kind = kind;
    this.detail = problem.detail;
    this.wait = problem.retry_after;
  }
}

class Client {
  constructor(server) {
    this.api = new URL("api/v1/", server);
  }

  async request(path, { method = "POST", body, language, conversation, ticket, tickets, accept, signal } = {}) {
    const headers = { "Accept-Language": language, Accept: accept || "application/json" };
    if (body) headers["Content-Type"] = "application/json";
    if (conversation) headers["X-Conversation"] = conversation;
    if (ticket || tickets) headers["X-Ticket"] = ticket || tickets.join(",");
    let response;
    try {
      response = await fetch(new URL(path, this.api), {
        method,
        headers,
        signal,
        body: body && JSON.stringify(body),
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
    } catch (error) {
      throw error.name === "AbortError" ? error : new Failure("failed");
    }
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw new Failure("problem", problem);
  }

  // Asks and returns the answer; the server streams events, and a proxy may turn them into one piece. Where sentences are
  // written, told gets each as it comes.
  async ask(body, language, signal, told) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    const stop = () => limit.abort();
    signal.addEventListener("abort", stop);
    try {
      const response = await this.request("ask", { body, language, accept: "text/event-stream", signal: limit.signal });
      return await readAnswer(response, told);
    } catch (error) {
      if (error instanceof Failure || signal.aborted) throw error;
      throw new Failure(limit.signal.aborted ? "timeout" : "failed");
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }
}

async function readAnswer(response, told) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Failure("failed");
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
      if (name[1] === "error") throw new Failure("problem", content);
    }
  }
}
