/**
 * Connect's side of the conversation, for whoever shows it: keeps every message that it gets, and asks for a bank's window.
 * `steps` in the address says what for: each is `close` (and the page closes the window itself) or `ask` (it has it closed).
 */
const heard = [];
Object.assign(window, { heard });
const steps = (new URLSearchParams(location.search).get('steps') ?? '').split(',').filter(Boolean);
const pending = new Map();

/** With the names of properties that are undefined, which JSON would leave out. */
const describe = (data) =>
  Object.entries(data).map(([name, value]) => [name, value === undefined ? 'undefined' : value]);

addEventListener('message', async ({ data, source, origin }) => {
  if (source !== parent || typeof data !== 'object' || data === null) return;
  heard.push(describe(data));
  pending.get(data.type)?.();
  if (data.type !== 'ping' || pending.has('ping')) return;
  pending.set('ping', () => {});
  const tell = (message) => parent.postMessage(message, origin);
  tell({ type: 'ack' });
  for (const step of steps) {
    const ended = new Promise((resolve) => pending.set('window', resolve));
    tell({ type: 'url', url: `${location.origin}/bank?${step}` });
    if (step === 'ask') setTimeout(() => tell({ type: 'closePopup' }), 300);
    await ended;
  }
  document.title = 'all said';
});
