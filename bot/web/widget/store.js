// The conversation on this device, for a day, and the secrets of tickets until these are deleted; off by the attribute
// persist="off".

const KEEP = 24 * 3600 * 1000;
const KEPT_ENTRIES = 20;

class Store {
  constructor(server, on) {
    this.key = "pandu-ascn:" + server;
    this.on = on;
  }

  load() {
    const empty = { conversation: null, language: null, entries: [], draft: "" };
    try {
      const saved = this.on ? JSON.parse(localStorage.getItem(this.key)) : null;
      return saved && Date.now() - saved.at < KEEP && Array.isArray(saved.entries) ? { ...empty, ...saved } : empty;
    } catch {
      return empty;
    }
  }

  get ticketsKey() {
    return this.key + ":tickets";
  }

  loadTickets() {
    try {
      const saved = this.on ? JSON.parse(localStorage.getItem(this.ticketsKey)) : null;
      return Array.isArray(saved) ? saved.filter(({ secret, seen }) => typeof secret === "string" && seen >= 0) : [];
    } catch {
      return [];
    }
  }

  saveTickets(tickets) {
    if (!this.on) return;
    try {
      if (tickets.length) localStorage.setItem(this.ticketsKey, JSON.stringify(tickets));
      else localStorage.removeItem(this.ticketsKey);
    } catch {
      // Full or forbidden storage: the page of each ticket remains.
    }
  }

  save(state) {
    if (!this.on) return;
    try {
      const entries = state.entries.slice(-KEPT_ENTRIES);
      localStorage.setItem(this.key, JSON.stringify({ ...state, entries, at: Date.now() }));
    } catch {
      // Full or forbidden storage: the conversation then lasts as long as the page.
    }
  }
}
