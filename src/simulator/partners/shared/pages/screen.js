// @ts-check
/**
 * The screens of a simulated partner: one question at a time, asked of the person or answered by a scenario.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {'text' | 'password' | 'checkbox'} [type]
 * @property {string} [value] what stands in it at first; `on` ticks a checkbox
 *
 * @typedef {{ name: string, label: string, detail?: string }} Choice
 *
 * @typedef {object} View
 * @property {string} heading
 * @property {string} [text]
 * @property {string} [hint] what to type here, since it is a simulator
 * @property {string} [problem] what went wrong with the answer before
 * @property {Field[]} [fields]
 * @property {Choice[]} [choices] one of several; each is a button
 * @property {string} [submit] text of the main button; answers with the action `submit`
 * @property {Choice[]} [others] further buttons below
 * @property {boolean} [busy] something turns, nothing is asked
 *
 * @typedef {{ action: string, values: Record<string, string> }} Answer
 *
 * @typedef {object} Outcome
 * @property {string} name what a driver asks for
 * @property {string} label
 * @property {() => unknown} run
 */

/** How long a scenario looks at a screen before it answers, in milliseconds. */
const glance = 120;
const slowGlance = 1200;

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A pause that a person would notice. @param {number} milliseconds @returns {Promise<void>} */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * The frame around a partner's screens.
 */
export class PartnerScreen {
  /**
   * @param {object} options
   * @param {string} options.partner the name the simulator knows the partner by; drivers find the screen by it
   * @param {string} options.label what people call it
   * @param {string} options.scenario
   * @param {(() => unknown) | null} [options.onClose] draws a close button
   * @param {Outcome[]} [options.outcomes] how a person can end it at once
   * @param {boolean} [options.takesFocus] each question takes the focus, wherever it is in the host page
   */
  constructor({ partner, label, scenario, onClose = null, outcomes = [], takesFocus = false }) {
    this.view = make('div', { class: 'view' });
    this.glance = scenario === 'slow' ? slowGlance : glance;
    /** Focus follows the person's own steps; the first screen does not take it from the host page, but for `takesFocus`. */
    this.hasAsked = false;
    this.takesFocus = takesFocus;
    const header = make(
      'header',
      {},
      make('span', { class: 'brand' }, label),
      make(
        'span',
        { class: 'badge', title: 'Not the real partner: nothing leaves this computer' },
        'Simulator',
      ),
    );
    if (onClose !== null) {
      const close = make('button', { type: 'button', class: 'close', 'aria-label': `Close ${label}` }, '×');
      close.addEventListener('click', () => onClose());
      header.append(close);
    }
    const main = make('main', { class: 'screen' }, header, this.view);
    if (outcomes.length > 0) main.append(outcomePanel(outcomes));
    document.body.replaceChildren(main);
    document.documentElement.dataset['simulator'] = partner;
  }

  /**
   * Shows a view without waiting for anything.
   * @param {View} view
   */
  show(view) {
    this.#render(view, () => {});
  }

  /**
   * Shows a view and waits for the answer. A person gives it, unless a scenario gives one: then that is typed in where
   * one can see it, and sent after a glance.
   * @param {View} view
   * @param {{ action: string, values?: Record<string, string> } | null} [automatic]
   * @returns {Promise<Answer>}
   */
  async ask(view, automatic = null) {
    /** @type {Promise<Answer>} */
    const answered = new Promise((resolve) => this.#render(view, resolve));
    if (automatic === null) return answered;
    for (const [name, value] of Object.entries(automatic.values ?? {})) {
      const input = this.view.querySelector(`[name="${name}"]`);
      if (input instanceof window.HTMLInputElement) input.value = value;
    }
    await pause(this.glance);
    return { action: automatic.action, values: automatic.values ?? {} };
  }

  /**
   * @param {View} view
   * @param {(answer: Answer) => void} resolve
   */
  #render(view, resolve) {
    const heading = make('h1', { tabindex: '-1' }, view.heading);
    const form = make('form', { novalidate: '' }, ...(view.fields ?? []).map(field));
    /** @param {string} action */
    const answer = (action) => resolve({ action, values: readForm(form) });
    for (const choice of view.choices ?? []) form.append(choiceButton(choice, answer));
    if (view.submit !== undefined) form.append(make('button', { class: 'primary' }, view.submit));
    for (const other of view.others ?? []) form.append(choiceButton(other, answer));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      answer('submit');
    });
    const parts = [
      heading,
      ...(view.text === undefined ? [] : [make('p', {}, view.text)]),
      ...(view.problem === undefined ? [] : [make('p', { class: 'problem', role: 'alert' }, view.problem)]),
      ...(view.busy ? [make('div', { class: 'busy', role: 'status', 'aria-label': 'Working' })] : []),
      ...(form.childElementCount > 0 ? [form] : []),
      ...(view.hint === undefined ? [] : [make('p', { class: 'hint' }, view.hint)]),
    ];
    this.view.replaceChildren(...parts);
    const isQuestion = form.childElementCount > 0;
    if ((this.takesFocus && isQuestion) || (this.hasAsked && document.hasFocus())) heading.focus();
    this.hasAsked = true;
  }
}

/** @param {Outcome[]} outcomes */
function outcomePanel(outcomes) {
  const buttons = outcomes.map(({ name, label, run }) => {
    const button = make('button', { type: 'button', 'data-outcome': name }, label);
    button.addEventListener('click', () => run());
    return button;
  });
  return make(
    'details',
    { class: 'outcomes' },
    make('summary', {}, 'Simulator: choose what happens'),
    make('div', {}, ...buttons),
  );
}

/** @param {Field} field */
function field({ name, label, type = 'text', value = '' }) {
  if (type === 'checkbox') {
    const box = make('input', { type, name });
    box.checked = value === 'on';
    return make('label', { class: 'check' }, box, label);
  }
  return make(
    'label',
    {},
    label,
    make('input', { type, name, value, autocomplete: 'off', spellcheck: 'false' }),
  );
}

/**
 * @param {Choice} choice
 * @param {(action: string) => void} answer
 */
function choiceButton({ name, label, detail }, answer) {
  const button = make('button', { type: 'button', class: 'choice', 'data-action': name }, label);
  if (detail !== undefined) button.append(make('small', {}, detail));
  button.addEventListener('click', () => answer(name));
  return button;
}

/**
 * The texts of a form's fields, and `on` for ticked boxes.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
function readForm(form) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const [name, value] of new FormData(form)) values[name] = String(value);
  return values;
}
