// telegram-test-api (npm, not ours) behind what an unmodified bot needs: its answers in the Bot API's types, the
// webhook's secret, and the methods it lacks, recorded and answered "true". It checks nothing of what is sent.
'use strict';
const axios = require('axios');
const express = require('express');
const TelegramServer = require('telegram-test-api');

process.on('unhandledRejection', () => {}); // it does not expect a webhook to answer anything but 200
const host = '127.0.0.1';
const port = Number(process.argv[2]);
const server = new TelegramServer({ host, port });
const calls = [];
const floods = [];
let photos = 0;

const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => update.raw || format(update);

const common = server.getCommonFields.bind(server);
server.getCommonFields = (token) => { // it numbers the next update only after the webhook has answered this one
  const fields = common(token);
  server.updateId += 1;
  server.messageId += 1;
  return fields;
};

const json = express.response.json;
express.response.json = function repaired(body) {
  const result = body && body.result;
  if (body && body.ok && result === null) body.result = true;
  if (result && typeof result === 'object' && !Array.isArray(result)) {
    if (/getMe$/.test(this.req.path)) result.is_bot = true;
    if (result.date > 1e11) result.date = Math.floor(result.date / 1000); // seconds, not milliseconds
    for (const echoed of ['link_preview_options', 'reply_parameters', 'entities']) delete result[echoed];
  }
  return json.call(this, body);
};

const app = express();
app.use(express.json({ limit: '1mb' }));
app.use(express.urlencoded({ extended: true, limit: '1mb' }));
app.get('/_calls', (_req, res) => res.json({ calls }));
app.post('/_raw', (req, res) => { // any update, as Telegram would deliver it
  const token = req.body.token;
  server.addUserUpdate({ ...server.getCommonFields(token), raw: req.body.update }).catch(() => {});
  res.json({ ok: true, result: true });
});
app.post('/_flood', (req, res) => {
  for (let n = 0; n < req.body.times; n += 1) floods.push(req.body);
  res.json({ ok: true, result: true });
});
app.all('/bot:token/:method', (req, res, next) => {
  const { method, token } = req.params;
  const body = { ...req.query, ...req.body };
  if (method !== 'getUpdates') calls.push({ method, body });
  const flood = floods.findIndex((each) => each.method === method && String(each.chat) === String(body.chat_id));
  if (flood >= 0) {
    const [{ wait }] = floods.splice(flood, 1);
    res.status(429).json({ ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: wait } });
    return;
  }
  if (method === 'setWebhook') axios.defaults.headers.common['X-Telegram-Bot-Api-Secret-Token'] = body.secret_token;
  if (method === 'sendPhoto') {
    const photo = [{ file_id: `f${photos += 1}`, file_unique_id: 'u', width: 9, height: 9 }];
    const chat = { id: 1, type: 'private' };
    res.json({ ok: true, result: { message_id: 9000 + photos, date: 1790000000, chat, photo } });
  } else if (/^(setMy|sendChatAction|answerInlineQuery)/.test(method)) {
    res.json({ ok: true, result: true });
  } else if (method === 'getUpdates') {
    const until = Date.now() + Math.min(Number(body.timeout || 0), 1) * 1000;
    const waits = () => {
      const some = server.storage.userMessages.some((each) => each.botToken === token && !each.isRead);
      if (some || Date.now() >= until) next();
      else setTimeout(waits, 10);
    };
    waits();
  } else {
    next();
  }
});
app.use(server.webServer);
app.listen(port, host, () => process.stdout.write('listening\n'));
