// @ts-check
import { make } from '/simulator/shared/screen.js';
import { post } from '/simulator/shared/session.js';
import { fieldKinds } from './field-kinds.js';

/**
 * One card field in a frame of its own. What is typed never leaves the frames: the number's frame collects the others'
 * values over a channel of their origin and pays by itself; the host learns only whether a field is right.
 */
const parameters = new URLSearchParams(location.search);
const field = parameters.get('field') ?? 'card-number';
const flow = parameters.get('flow') ?? '';
const hostOrigin = parameters.get('origin') ?? '';
const kind = fieldKinds[field] ?? fieldKinds['card-number'];
if (kind === undefined) throw new Error(`No field ${field}.`);

/** @type {Record<string, string>} */
let texts = {};
/** Why the host refuses this card (`onCardBinChanged`); empty while it does not. */
let refusal = '';
let lastBin = '';
/** The payment that waits for the host's message. @type {{ sessionId: string, card: object } | null} */
let pending = null;

const input = make('input', {
  id: 'value',
  'data-testid': field,
  'aria-describedby': 'problem',
  autocomplete: kind.autocomplete,
  inputmode: kind.inputmode,
  placeholder: kind.placeholder,
});
const label = make('label', { for: 'value' });
const problem = make('div', { id: 'problem', role: 'alert' });
document.body.append(label, input, problem);
document.documentElement.dataset['simulator'] = 'checkout-field';

const isValid = () => refusal === '' && kind.isValid(input.value);
/** @param {string} type @param {object} [content] */
const tellHost = (type, content = {}) => parent.postMessage({ flow, type, ...content }, hostOrigin);

const showProblem = () => {
  const text = isValid()
    ? ''
    : refusal || texts[input.value === '' ? 'form.required' : kind.invalidKey] || 'Invalid';
  problem.textContent = text;
  input.setAttribute('aria-invalid', String(text !== ''));
};

const changed = () => {
  input.value = kind.format(input.value);
  refusal = '';
  problem.textContent = '';
  input.removeAttribute('aria-invalid');
  tellHost('change', { valid: isValid() });
  const digits = input.value.replace(/\D/g, '');
  const bin = field === 'card-number' && digits.length >= 8 ? digits.slice(0, 8) : '';
  if (bin !== '' && bin !== lastBin) tellHost('bin', { bin });
  lastBin = bin;
};
input.addEventListener('input', changed);
input.addEventListener('blur', () => {
  if (input.value !== '') showProblem();
});
input.addEventListener('keydown', ({ key }) => {
  if (key === 'Enter') tellHost('enter');
});

const siblings = new window.BroadcastChannel(flow);
/** Answers of the other fields to the payment at hand. @type {Map<string, { value: string, valid: boolean }>} */
let collected = new Map();
let collectedAll = () => {};

siblings.addEventListener('message', ({ data }) => {
  if (data.type === 'collect') {
    showProblem();
    siblings.postMessage({ type: 'value', field, value: input.value, valid: isValid() });
  }
  if (data.type === 'value' && field === 'card-number') {
    collected.set(data.field, data);
    collectedAll();
  }
});

/** @param {string[]} fields every field that is shown @returns {Promise<Map<string, { value: string, valid: boolean }>>} */
function collect(fields) {
  showProblem();
  collected = new Map([[field, { value: input.value, valid: isValid() }]]);
  return new Promise((resolve) => {
    collectedAll = () => {
      if (fields.every((name) => collected.has(name))) resolve(collected);
    };
    collectedAll();
    siblings.postMessage({ type: 'collect' });
  });
}

/**
 * What the host's messages bring, each its own part.
 * @typedef {{ texts: Record<string, string>, appearance: Record<string, unknown> & { borderRadius?: string[] }, value: string,
 *   text?: string, fields: string[], sessionId: string, isOwnButton: boolean, challenge: string | null }} HostMessage
 */

/** @type {Record<string, (message: HostMessage) => unknown>} */
const handlers = {
  configure: (message) => {
    texts = message.texts;
    label.textContent = texts[kind.labelKey] ?? field;
    const radius = message.appearance.borderRadius?.[0];
    for (const [token, value] of Object.entries(message.appearance))
      if (typeof value === 'string') document.documentElement.style.setProperty(`--flow-${token}`, value);
    if (radius !== undefined) document.documentElement.style.setProperty('--flow-radiusForm', radius);
  },
  fill: ({ value }) => {
    input.value = value;
    changed();
  },
  refuse: ({ text }) => {
    refusal = text || 'This card is not accepted.';
    showProblem();
    tellHost('change', { valid: false });
  },
  pay: async ({ fields, sessionId, isOwnButton }) => {
    const values = await collect(fields);
    if (![...values.values()].every(({ valid }) => valid))
      return tellHost('paid', { result: { type: 'invalid', isOwnButton } });
    const [month = '', year = ''] = (values.get('card-expiry-date')?.value ?? '').split('/');
    const card = {
      number: input.value.replace(/\D/g, ''),
      expirationMonth: Number(month),
      expirationYear: 2000 + Number(year),
    };
    pending = { sessionId, card };
    tellHost('paid', { result: { type: 'valid' } });
  },
  confirm: async ({ challenge }) => {
    const result = await post('/simulator/pay', { ...pending, challenge }).catch(() => ({ type: 'failed' }));
    tellHost('paid', { result });
  },
};
window.addEventListener('message', ({ source, origin, data }) => {
  if (source === parent && origin === hostOrigin && data?.flow === flow) void handlers[data.type]?.(data);
});
tellHost('ready');
