// @ts-check
// Checkout.com's Flow script as host pages meet it: `window.CheckoutWebComponents`. Card data never reaches this file: it
// stays in the field frames, which pay by themselves.
(() => {
  /** @typedef {'card-number' | 'card-expiry-date' | 'card-cvv' | 'cardholder-name'} FieldName */

  const tag = document.currentScript;
  const origin =
    tag instanceof HTMLScriptElement
      ? new URL(tag.src).origin
      : 'https://checkout-web-components.checkout.com';

  const componentNames = new Set(
    [
      'alipay_cn alipay_hk alma applepay bacs bancontact benefit bizum blik card dana eps flow gcash googlepay ideal',
      'kakaopay klarna knet mbway mobilepay multibanco octopus p24 paynow paypal plaid qpay remember_me sepa stcpay',
      'stored_card swish tabby tamara tng truemoney twint vipps wechatpay authentication card_cvv shipping_address',
    ].flatMap((names) => names.split(' ')),
  );
  const approvedCard = '4024764449971519';
  /** Cards to fill in from the simulator's panel; the names are for drivers. */
  const panelCards = [
    { name: 'fill-approved', label: 'Approved card', number: approvedCard },
    { name: 'fill-declined', label: 'Declined card', number: '4544249167673670' },
    { name: 'fill-three-ds', label: 'Card with 3DS', number: '4000000000003220' },
    { name: 'fill-failing', label: 'Failing request', number: '4095254802642505' },
  ];
  /** Which card a scenario pays with by itself. */
  /** @type {Record<string, string>} */
  const plans = {
    success: approvedCard,
    slow: approvedCard,
    'expired-session': approvedCard,
    'three-ds': approvedCard,
    'duplicate-messages': approvedCard,
    declined: '4544249167673670',
    'temporary-error': '4095254802642505',
  };

  /** Type, code and details are what callers branch on; the sentence may change. */
  class CheckoutError extends Error {
    /** @param {string} type @param {string} code @param {Record<string, unknown>} [details] */
    constructor(type, code, details = {}) {
      super(`[${type}]: ${code.replaceAll('_', ' ')} [${code}]`);
      this.name = 'CheckoutError';
      this.type = type;
      this.code = code;
      this.details = details;
    }
  }

  /**
   * What the host gives Flow, as far as it is used. `check` looks at the key and the payment session; callbacks are
   * looked up by their name.
   * @typedef {{ publicKey: string, environment?: unknown, locale?: string,
   *   paymentSession: { id: string, payment_session_secret: string, payment_session_token: string },
   *   appearance?: Record<string, unknown>, translations?: Record<string, Record<string, string>>,
   *   componentOptions?: Record<string, Record<string, unknown>>, [callback: string]: unknown }} FlowOptions
   */

  /**
   * What the number's frame came to.
   * @typedef {{ type: string, paymentId?: string, reasons?: string[], isOwnButton?: boolean }} PayResult
   */

  /**
   * What is posted stands in the address: no preflight is needed, and a test that stands between page and simulator
   * (`routePartners`) is not shown what Firefox posts.
   * @param {string} path @param {unknown} [body] a POST where there is one
   */
  const ask = async (path, body) => {
    const response =
      body === undefined
        ? await fetch(`${origin}${path}`)
        : await fetch(`${origin}${path}?body=${encodeURIComponent(JSON.stringify(body))}`, {
            method: 'POST',
          });
    if (!response.ok) throw new CheckoutError('Request', 'network_error', { status: response.status });
    return response.json();
  };

  /** @param {{ publicKey?: unknown, paymentSession?: unknown }} options */
  const check = ({ publicKey, paymentSession }) => {
    if (typeof publicKey !== 'string' || publicKey === '')
      throw new CheckoutError('Integration', 'payment_session_invalid', { type: 'publicKey' });
    if (typeof paymentSession !== 'object' || paymentSession === null)
      throw new CheckoutError('Integration', 'payment_session_required');
    // Any object can be asked for a field by its name.
    const fields = /** @type {Record<string, unknown>} */ (paymentSession);
    for (const field of ['id', 'payment_session_secret', 'payment_session_token'])
      if (typeof fields[field] !== 'string' || fields[field] === '')
        throw new CheckoutError('Integration', 'payment_session_invalid', { type: field });
  };

  /** @param {FlowOptions} options */
  const factory = async (options) => {
    check(options);
    const { id } = options.paymentSession;
    const query = new URLSearchParams({ id, locale: String(options.locale ?? 'en-US') });
    const prepared = await ask(`/simulator/prepare?${query}`).catch(() => null);
    // Blocked for this session, whose page had the script already: as Checkout's own loader tells of a script that fails.
    if (prepared === null)
      throw new CheckoutError('Integration', 'script_load_failed', { paymentSessionId: id });
    if (prepared.behaviors.factory === 'rejects')
      throw new CheckoutError('Integration', 'payment_session_invalid', { paymentSessionId: id });
    /** @type {Promise<{ refused: string | null }> | undefined} */
    let started;
    /** The session is used up by the first component that shows; all components of one instance share that. */
    const start = () => {
      const { id, payment_session_secret, payment_session_token } = options.paymentSession;
      started ??= ask('/simulator/start', { id, payment_session_secret, payment_session_token });
      return started;
    };
    return {
      /** @param {string} name @param {Record<string, any>} [createOptions] */
      create: (name, createOptions = {}) => {
        if (!componentNames.has(name))
          throw new CheckoutError('Integration', 'component_not_supported', { type: name });
        return createComponent(name, { options, createOptions, start, ...prepared });
      },
      /** @param {Record<string, unknown>} details */
      update: async (details) => {
        /** @type {Record<string, string>} */
        const validationErrors = {};
        for (const [key, value] of Object.entries(details)) {
          if (
            key === 'amount'
              ? !(Number.isInteger(value) && Number(value) >= 0)
              : !/^[A-Z]{3}$/.test(String(value))
          )
            validationErrors[key] = 'invalid';
          if (key !== 'amount' && key !== 'currency') validationErrors[key] = 'not supported field';
        }
        if (Object.keys(validationErrors).length > 0)
          throw new CheckoutError('Validation', 'update_parameters_invalid', { validationErrors });
      },
    };
  };

  /**
   * @param {string} name
   * @param {{ options: FlowOptions, createOptions: Record<string, any>, start: () => Promise<{ refused: string | null }>,
   *   scenario: string, behaviors: Record<string, unknown>, texts: Record<string, string> }} context
   */
  const createComponent = (name, { options, createOptions, start, scenario, behaviors, texts: standard }) => {
    const sessionId = options.paymentSession.id;
    const ids = { paymentSessionId: sessionId };
    /** @param {string} key an option of this component, the nearest one counts */
    const option = (key) => createOptions[key] ?? options.componentOptions?.[name]?.[key] ?? options[key];
    const cardOptions = {
      ...options.componentOptions?.['card'],
      ...(name === 'card' ? createOptions : createOptions['card']),
    };
    /** @type {Record<string, string>} */
    const texts = { ...standard, ...options.translations?.[options.locale ?? 'en-US'] };

    let wasAskedAvailable = false;
    /** What is on the page now, or null. @type {{ root: HTMLElement, stop: AbortController } | null} */
    let shown = null;
    let send = /** @type {(field: FieldName, message: object) => void} */ (() => {});
    let isBusy = false;
    /** @type {Map<FieldName, boolean>} */
    let validity = new Map();

    /** @param {string} callback @param {...unknown} values */
    const call = (callback, ...values) => {
      const run = option(callback);
      if (typeof run !== 'function') return undefined;
      try {
        return run(component, ...values);
      } catch (cause) {
        if (callback === 'onError') console.error(cause);
        else report('Integration', 'callback_invocation_failed');
        return undefined;
      }
    };
    /** @param {string} type @param {string} code @param {Record<string, unknown>} [details] */
    const report = (type, code, details = {}) =>
      call('onError', new CheckoutError(type, code, { ...ids, ...details }));
    /** Trouble of `mount`: thrown, or given to `onError`, since it is not known which the real one does. */
    /** @param {string} code @param {Record<string, unknown>} [details] */
    const refuseMount = (code, details) => {
      if (behaviors['mountErrors'] === 'throw')
        throw new CheckoutError('Integration', code, { ...ids, ...details });
      queueMicrotask(() => report('Integration', code, details));
    };

    const component = {
      type: name,
      selectedType: name === 'flow' ? 'card' : name,
      selectedPaymentMethodId: 'card',
      name,
      isAvailable: async () => {
        wasAskedAvailable = true;
        return behaviors['available'] === true && ['flow', 'card'].includes(name);
      },
      isPayButtonRequired: () => true,
      isValid: () => validity.size > 0 && [...validity.values()].every(Boolean),
      submit: () => submit(true),
      tokenize: () => {
        throw new CheckoutError('Integration', 'method_not_supported', ids);
      },
      unselect: () => {},
      /** @param {string | Element} target */
      mount: (target) => {
        const element = typeof target === 'string' ? document.querySelector(target) : target;
        if (name !== 'flow' && !wasAskedAvailable) refuseMount('component_is_available_not_checked');
        else if (shown !== null) refuseMount('component_already_mounted');
        else if (!(element instanceof Element) || !element.isConnected)
          refuseMount('element_not_found', { element: String(target) });
        else {
          shown = { root: document.createElement('div'), stop: new AbortController() };
          render(element, shown).catch((error) => {
            if (error instanceof CheckoutError) report(error.type, error.code, error.details);
            else report('Request', 'network_error');
          });
        }
        return component;
      },
      unmount: () => {
        shown?.stop.abort();
        shown?.root.remove();
        shown = null;
        return component;
      },
    };

    /**
     * Shows the fields, some time after `mount`; nothing happens any more once `stop` is aborted.
     * @param {Element} target
     * @param {{ root: HTMLElement, stop: AbortController }} now
     */
    const render = async (target, { root, stop: { signal } }) => {
      const { refused } = await start();
      if (signal.aborted) return;
      // An expired session is shown: that it has expired comes out when it is paid.
      if (refused !== null && refused !== 'expired') return report('Integration', 'payment_session_invalid');
      await linkStyles();
      if (signal.aborted) return;
      const flow = crypto.randomUUID();
      /** @type {Map<FieldName, HTMLIFrameElement>} */
      const frames = new Map();
      for (const field of fieldNames(cardOptions)) frames.set(field, makeField(field, flow, texts));
      validity = new Map([...frames.keys()].map((field) => [field, false]));
      send = (field, message) => frames.get(field)?.contentWindow?.postMessage({ flow, ...message }, origin);
      root.dataset['testid'] = 'checkout-web-component-root';
      root.className = 'simulated-flow';
      applyAppearance(root, options.appearance ?? {});
      root.append(
        badge(),
        ...frames.values(),
        problem(),
        ...(option('showPayButton') === false ? [] : [payButton()]),
        panel(),
      );

      const waiting = new Set(frames.keys());
      const handlers = {
        ready: (/** @type {FieldName} */ field) => {
          send(field, { type: 'configure', texts, appearance: options.appearance ?? {} });
          if (waiting.delete(field) && waiting.size === 0 && scenario !== 'never-ready') {
            call('onReady');
            play();
          }
        },
        change: (/** @type {FieldName} */ field, /** @type {any} */ { valid }) => {
          validity.set(field, valid);
          call('onChange');
        },
        bin: async (/** @type {FieldName} */ field, /** @type {any} */ { bin }) => {
          const answer = /** @type {any} */ (
            await call('onCardBinChanged', {
              bin,
              scheme: bin.startsWith('4') ? 'visa' : 'mastercard',
              card_type: 'debit',
            })
          );
          if (answer?.continue === false) send(field, { type: 'refuse', text: answer.errorMessage ?? '' });
        },
        enter: () => submit(false),
        paid: (/** @type {FieldName} */ _field, /** @type {any} */ { result }) => settle(result),
      };
      window.addEventListener(
        'message',
        ({ source, origin: from, data }) => {
          const field = [...frames].find(([, frame]) => frame.contentWindow === source)?.[0];
          if (field === undefined || from !== origin || data?.flow !== flow) return;
          void handlers[/** @type {keyof typeof handlers} */ (data.type)]?.(field, data);
        },
        { signal },
      );
      target.append(root);
    };

    /** @param {string} key */
    const setButton = (key) => {
      const button = shown?.root.querySelector('button.pay');
      if (button instanceof window.HTMLButtonElement) {
        button.textContent = texts[key] ?? '';
        button.disabled = key !== 'pay_button.pay';
      }
    };

    /** Where Flow says why a card was not taken. */
    const problem = () => {
      const element = document.createElement('p');
      element.className = 'problem';
      element.setAttribute('role', 'alert');
      return element;
    };
    /** @param {string} text empty while there is nothing to say */
    const showProblem = (text) => {
      const element = shown?.root.querySelector('.problem');
      if (element) element.textContent = text;
    };

    const payButton = () => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'pay';
      button.textContent = texts['pay_button.pay'] ?? '';
      button.addEventListener('click', () => submit(false));
      return button;
    };

    /** Fills the fields and, for a scenario, pays. */
    const play = () => {
      const number = plans[scenario];
      if (number === undefined) return;
      fill(number);
      submit(false);
    };
    /** @param {string} number */
    const fill = (number) => {
      const values = {
        'card-number': number,
        'card-expiry-date': '12/30',
        'card-cvv': '100',
        'cardholder-name': 'Jane Doe',
      };
      for (const [field, value] of Object.entries(values))
        send(/** @type {FieldName} */ (field), { type: 'fill', value });
    };

    /** @param {boolean} isOwnButton of the host: then an incomplete form is an error of its own */
    const submit = (isOwnButton) => {
      if (isBusy || shown === null) return;
      isBusy = true;
      showProblem('');
      setButton('pay_button.payment_processing');
      send('card-number', {
        type: 'pay',
        fields: [...validity.keys()],
        sessionId,
        challenge: null,
        isOwnButton,
      });
    };

    /** @param {PayResult} result what the number's frame came to */
    const settle = async (result) => {
      if (result.type === 'valid') return pay();
      if (result.type === 'challenge') {
        // Before the user is asked: the package's types promise `Approved` alone, but Checkout's own shop plugins look for
        // this field and go on waiting.
        call('onPaymentCompleted', {
          id: result.paymentId,
          status: 'Pending',
          type: 'card',
          threeDs: { challenged: true },
        });
        return challenge();
      }
      isBusy = false;
      setButton(result.type === 'approved' ? 'pay_button.payment_complete' : 'pay_button.pay');
      const { paymentId } = result;
      if (result.type === 'approved') return complete(paymentId);
      if (result.type === 'invalid')
        return result.isOwnButton ? report('Submit', 'component_invalid') : undefined;
      const declined = result.type === 'declined';
      showProblem(texts[declined ? 'card.declined' : 'card.failed'] ?? '');
      /** @type {Record<string, string[] | undefined>} */
      const reasons = {
        declined: result.reasons,
        expired: ['payment_expired'],
        used: ['invalid_payment_session_data'],
      };
      report('Request', declined ? 'payment_request_declined' : 'payment_request_failed', {
        ...(paymentId === undefined ? {} : { paymentId }),
        ...(reasons[result.type] === undefined ? {} : { requestErrorCodes: reasons[result.type] }),
        status: declined ? 200 : 422,
      });
    };

    /** Everything is filled in rightly: the payment itself. */
    const pay = async () => {
      call('onSubmit');
      // The classic mistake: sandbox keys, and the environment left at its default.
      if (options.environment !== 'sandbox' && /^pk_(?:sbox|test)_/.test(options.publicKey)) {
        isBusy = false;
        setButton('pay_button.pay');
        report('Request', 'payment_request_failed', {
          status: 401,
          requestErrorCodes: ['merchant_misconfiguration'],
        });
      } else send('card-number', { type: 'confirm', challenge: null });
    };

    /** @param {string | undefined} id */
    const complete = (id) => {
      const { status } = behaviors;
      const payment = { id, ...(status === 'none' ? {} : { status }), type: 'card' };
      if (scenario === 'duplicate-messages') {
        call('onPaymentCompleted', { status: 'Approved', type: 'card' });
        call('onPaymentCompleted', payment);
        report('Request', 'network_error');
      }
      call('onPaymentCompleted', payment);
    };

    /** The issuer asks back: over the page, or on a page of its own, and then no callback follows. */
    const challenge = () => {
      const address = `${origin}/challenge.html?origin=${encodeURIComponent(location.origin)}&session=${sessionId}`;
      const leave = () => location.assign(`${address}&leaves=true`);
      if (behaviors['challenge'] === 'leaves-page') return leave();
      const signal = shown?.stop.signal;
      if (signal === undefined) return;
      const frame = document.createElement('iframe');
      frame.className = 'simulated-flow-challenge';
      frame.title = 'Confirm with your bank';
      frame.src = scenario === 'three-ds' ? `${address}&play=passed` : address;
      const gone = () => frame.remove();
      signal.addEventListener('abort', gone);
      window.addEventListener(
        'message',
        ({ source, origin: from, data }) => {
          if (source === null || source !== frame.contentWindow || from !== origin) return;
          gone();
          if (data === 'leave') leave();
          else send('card-number', { type: 'confirm', challenge: data });
        },
        { signal },
      );
      document.body.append(frame);
    };

    const panel = () => {
      const details = document.createElement('details');
      const summary = document.createElement('summary');
      summary.textContent = 'Simulator: fill in a test card';
      details.append(summary);
      for (const { name, label, number } of panelCards) {
        const button = document.createElement('button');
        button.type = 'button';
        button.dataset['outcome'] = name;
        button.textContent = label;
        button.addEventListener('click', () => fill(number));
        details.append(button);
      }
      return details;
    };

    return component;
  };

  /** @param {Record<string, any>} cardOptions @returns {FieldName[]} */
  const fieldNames = ({ displayCardholderName = 'bottom', displayCvv = 'mandatory' }) => {
    /** @type {FieldName[]} */
    const names = ['card-number', 'card-expiry-date'];
    if (displayCvv !== 'hidden') names.push('card-cvv');
    if (displayCardholderName === 'top') names.unshift('cardholder-name');
    if (displayCardholderName === 'bottom') names.push('cardholder-name');
    return names;
  };

  /** The key of each field's label. @type {Record<FieldName, string>} */
  const labelKeys = {
    'card-number': 'card.card_number',
    'card-expiry-date': 'card.expiry_date',
    'card-cvv': 'card.security_code',
    'cardholder-name': 'card.card_holder_name',
  };

  /** @param {FieldName} field @param {string} flow @param {Record<string, string>} texts */
  const makeField = (field, flow, texts) => {
    const frame = document.createElement('iframe');
    frame.name = `${field}__${flow}`;
    frame.title = texts[labelKeys[field]] ?? field;
    frame.className = field;
    const parameters = new URLSearchParams({ field, flow, origin: location.origin });
    frame.src = `${origin}/field.html?${parameters.toString()}`;
    return frame;
  };

  let styles = Promise.resolve();
  /** In the head, as Flow's own: a root inside a shadow tree would stay bare. Done when they are there or cannot be had. */
  const linkStyles = () => {
    if (document.getElementById('simulated-flow-styles') !== null) return styles;
    const link = document.createElement('link');
    link.id = 'simulated-flow-styles';
    link.rel = 'stylesheet';
    link.href = `${origin}/simulator/checkout/flow.css`;
    styles = new Promise((resolve) => {
      for (const end of ['load', 'error']) link.addEventListener(end, () => resolve());
    });
    document.head.append(link);
    return styles;
  };

  /** @param {HTMLElement} root @param {Record<string, any>} appearance */
  const applyAppearance = (root, appearance) => {
    for (const [token, value] of Object.entries(appearance))
      if (typeof value === 'string') root.style.setProperty(`--flow-${token}`, value);
    const [form, button] = Array.isArray(appearance['borderRadius']) ? appearance['borderRadius'] : [];
    if (form !== undefined) root.style.setProperty('--flow-radiusForm', form);
    if (button !== undefined) root.style.setProperty('--flow-radiusButton', button);
    const family = appearance['button']?.fontFamily;
    if (typeof family === 'string') root.style.fontFamily = family;
  };

  const badge = () => {
    const element = document.createElement('p');
    element.className = 'badge';
    element.textContent = 'Simulator';
    return element;
  };

  Object.assign(window, { CheckoutWebComponents: factory });
})();
