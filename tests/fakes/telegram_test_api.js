// Runs telegram-test-api (npm), a Bot API emulator and client that nobody here wrote. Lines of JSON on the standard input
// are what people do, those on the standard output what the bot does: node telegram_test_api.js PACKAGE BOT_PORT OWN_PORT TOKEN
//
// Where the emulator differs from Telegram, what it tells the bot is set right on the way: a bot is a bot, dates are in
// seconds, a press tells of its chat, and what is done is true.
"use strict";

const http = require("http");
const readline = require("readline");

const [, , pack, botPort, ownPort, token] = process.argv;
const TelegramServer = require(pack);
const server = new TelegramServer({ port: Number(ownPort), host: "127.0.0.1" });
const clients = new Map();
const shown = new Map();

function client(user) {
  if (!clients.has(user)) {
    clients.set(user, server.getClient(token, { userId: user, chatId: user, firstName: "Sri" }));
  }
  return clients.get(user);
}

function tell() {
  for (const { messageId, message } of server.storage.botMessages) {
    const keyboard = (message.reply_markup && message.reply_markup.inline_keyboard) || [];
    const line = JSON.stringify({
      id: messageId, chat: Number(message.chat_id), text: message.text, mode: message.parse_mode || "",
      buttons: keyboard.flat().map(({ text, callback_data }) => [text, callback_data || ""]),
    });
    if (shown.get(messageId) !== line) {
      shown.set(messageId, line);
      console.log(line);
    }
  }
}

function righted(method, answer) {
  const { result } = answer;
  if (method === "getMe") result.is_bot = true;
  if (method === "getUpdates") {
    for (const update of result) if (update.callback_query) update.callback_query.chat_instance = "1";
  }
  if (result === null) answer.result = true;
  if (result && result.date) result.date = Math.floor(result.date / 1000);
  return answer;
}

const front = http.createServer((asked, answered) => {
  const onward = http.request({ host: "127.0.0.1", port: Number(ownPort), path: asked.url, method: asked.method, headers: asked.headers }, (got) => {
    let body = "";
    got.on("data", (part) => { body += part; });
    got.on("end", () => {
      const method = asked.url.split("?")[0].split("/").pop();
      const text = JSON.stringify(got.statusCode === 200 ? righted(method, JSON.parse(body)) : JSON.parse(body));
      answered.writeHead(got.statusCode, { "Content-Type": "application/json" });
      answered.end(text);
    });
  });
  onward.on("error", () => answered.destroy());
  asked.pipe(onward);
});

async function act({ user, say, command, press, message, date }) {
  const who = client(user);
  if (say) await who.sendMessage(who.makeMessage(say));
  if (command) await who.sendCommand(who.makeCommand(command));
  if (press) await who.sendCallback(who.makeCallbackQuery(press, { message: { message_id: message, date } }));
}

server.start().then(() => front.listen(Number(botPort), "127.0.0.1", () => {
  for (const event of ["AddedBotMessage", "EditedMessageText", "EditedMessageReplyMarkup"]) server.on(event, tell);
  console.log(JSON.stringify({ ready: true }));
  readline.createInterface({ input: process.stdin }).on("line", (line) => act(JSON.parse(line))).on("close", () => process.exit(0));
}));
