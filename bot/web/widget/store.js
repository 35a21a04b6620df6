// The conversation on this device, for a day, and the secrets of tickets until these are deleted; off by the attribute
// persist="off".

const KEEP = 24 * 3600 * 1000;
const KEPT_ENTRIES = 20;

class Store {
  // Tickets are the person's, a conversation is the widget's.
  constructor(server, name, on) {
    this.on = on;
    this.key = "pandu-ascn:" + server + name;
    this.ticketsKey = "pandu-ascn:" + server + ":tickets";
  }

  load() {
    const empty = { conversation: null, language: null, entries: [], draft: "" };
    const saved = this.read(this.key);
    return saved && Date.now() - saved.at < KEEP && Array.isArray(saved.entries) ? { ...empty, ...saved } : empty;
  }

  save(state) {
    this.write(this.key, { ...state, entries: state.entries.slice(-KEPT_ENTRIES), at: Date.now() });
  }

  loadTickets() {
    const saved = this.read(this.ticketsKey);
    return Array.isArray(saved) ? saved.filter(({ secret, seen }) => typeof secret === "string" && seen >= 0) : [];
  }

  saveTickets(tickets) {
    this.write(this.ticketsKey, tickets.length ? tickets : null);
  }

  read(key) {
    try {
      return this.on ? JSON.parse(localStorage.getItem(key)) : null;
    } catch {
      return null;
    }
  }

  write(key, value) {
    if (!this.on) return;
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // Full or forbidden storage: the conversation lasts as long as the page, and of each ticket its page remains.
    }
  }
}
