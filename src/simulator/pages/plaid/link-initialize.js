// @ts-check
// Plaid's script as host pages meet it: `window.Plaid` with create and createEmbedded. A classic script, always served
// from the address that pages use, and as careless as the real one: it trusts every message of the right name.
(() => {
  const page = /** @type {Window & { Plaid?: unknown }} */ (window);
  if (page.Plaid !== undefined)
    console.warn('Warning: The Plaid link-initialize.js script was embedded more than once.');

  const script = [...document.getElementsByTagName('script')].find(({ src }) =>
    /link-initialize(?:\.[\w.-]+)?\.js$/.test(src),
  );
  const base = script?.src ?? 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
  const origin = new URL(base).origin;

  const knownKeys = new Set(
    [
      ['token', 'key', 'receivedRedirectUri', 'onSuccess', 'onExit', 'onEvent', 'onLoad', 'env', 'product'],
      ['clientName', 'countryCodes', 'language', 'webhook', 'linkCustomizationName', 'accountSubtypes'],
      ['oauthNonce', 'oauthRedirectUri', 'oauthStateId', 'paymentToken', 'userLegalName', 'userEmailAddress'],
      ['userPhoneNumber', 'selectAccount', 'noLoadingState', 'apiVersion', 'institution', 'isWebview'],
    ].flat(),
  );
  /** Frames are counted per copy of the script: two copies give two frames the same number, and the same messages. */
  let created = 0;

  /** @param {string} src @param {string} id @param {string} title */
  const makeFrame = (src, id, title) => {
    const frame = document.createElement('iframe');
    frame.id = id;
    frame.title = title;
    frame.src = src;
    return frame;
  };

  /** @param {any} config */
  const check = (config) => {
    if (typeof config !== 'object' || config === null)
      throw new Error('Invalid Link configuration: an object is needed.');
    if (typeof config.onSuccess !== 'function')
      throw new Error('Invalid Link configuration: onSuccess must be a function.');
    const needed = [config.token, config.key, config.receivedRedirectUri];
    if (needed.every((value) => value === undefined || value === null) && config.env !== 'production')
      throw new Error(
        'Missing Link parameter. Link requires token, key or receivedRedirectUri to be provided.',
      );
    for (const key of Object.keys(config))
      if (!knownKeys.has(key)) console.warn(`Plaid Link: unknown configuration key "${key}".`);
  };

  /** Measures what the page's styles allow, and leaves nothing behind. */
  const probe = () => {
    const box = document.createElement('div');
    const style = document.createElement('style');
    style.textContent = '.plaid-link-probe { display: none; }';
    box.className = 'plaid-link-probe';
    document.body.append(box, style);
    box.remove();
    style.remove();
  };

  /**
   * @param {any} config
   * @param {{ forceMobile?: boolean }} [options]
   */
  const create = (config, options = {}) => {
    check(config);
    probe();
    created += 1;
    const name = `plaid_link-${created}`;
    const isMobile = options.forceMobile === true || /Mobi|Android|iPhone/i.test(navigator.userAgent);
    const address = new URL('link.html', base);
    address.search = new URLSearchParams({ name, origin: location.origin }).toString();
    const frame = makeFrame(address.href, `plaid-link-iframe-${created}`, 'Plaid Link');
    frame.allow = `camera ${origin};`;
    frame.setAttribute(
      'sandbox',
      'allow-downloads allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts allow-top-navigation',
    );
    Object.assign(frame.style, {
      position: 'fixed',
      inset: '0',
      width: '100%',
      height: '100%',
      border: '0',
      zIndex: '9999999999',
      display: 'none',
      // A frame of another scheme than its page is painted opaque; this one is to show the page behind it.
      colorScheme: 'light',
    });

    let isReady = false;
    let isOpen = false;
    let opensWhenReady = false;
    let isDestroyed = false;
    let loadTold = false;
    let strictDestroy = false;
    /** What `hide` writes back: as it was at `open`, or at `create` for a handler that never opened. */
    /** @type {{ overflow: string, htmlId: string, scroll: number, focused: Element | null }} */
    let before = { overflow: document.body.style.overflow, htmlId: '', scroll: 0, focused: null };

    /** @param {string} action @param {Record<string, unknown>} [content] */
    const send = (action, content = {}) =>
      frame.contentWindow?.postMessage(JSON.stringify({ action: `${name}::${action}`, ...content }), origin);

    const show = () => {
      before = {
        overflow: document.body.style.overflow,
        htmlId: document.documentElement.id,
        scroll: window.scrollY,
        focused: document.activeElement,
      };
      document.body.style.overflow = 'hidden';
      if (isMobile) {
        document.documentElement.id = 'plaid-link-temporary-id';
        const style = document.createElement('style');
        style.id = 'plaid-link-stylesheet';
        style.textContent = `#plaid-link-temporary-id body > *:not(#${frame.id}) { display: none !important; }`;
        document.head.append(style);
        window.scrollTo(0, 0);
      }
      frame.style.display = 'block';
      frame.focus();
      const opener = makeFrame(new URL('link-open.html', base).href, 'plaid-link-open-iframe', 'Plaid Link');
      opener.style.display = 'none';
      opener.addEventListener('load', () => opener.remove());
      document.body.append(opener);
    };

    /** Does not ask whether the handler still lives: what a callback has set up meanwhile is undone, as by the real one. */
    const hide = () => {
      isOpen = false;
      frame.style.display = 'none';
      document.body.style.overflow = before.overflow;
      if (isMobile) {
        document.documentElement.id = before.htmlId;
        document.getElementById('plaid-link-stylesheet')?.remove();
        window.scrollTo(0, before.scroll);
      }
      parent.focus();
      if (before.focused instanceof HTMLElement) before.focused.focus();
      before.focused = null;
    };

    const sendOpen = () =>
      send('open', { token: config.token, receivedRedirectUri: config.receivedRedirectUri ?? null });

    /** The callback comes first and hiding after it, in one task: a callback that throws leaves Link on the screen. */
    /** @type {Record<string, (message: any) => void>} */
    const heard = {
      hello: () => send('configure', { token: config.token }),
      ready: ({ strict }) => {
        isReady = true;
        strictDestroy = strict === true;
        if (opensWhenReady) sendOpen();
        opensWhenReady = false;
        const { onLoad } = config;
        if (!loadTold && typeof onLoad === 'function') onLoad();
        loadTold = true;
      },
      event: ({ eventName, metadata }) => {
        const { onEvent } = config;
        if (typeof onEvent === 'function') onEvent(eventName, metadata);
      },
      connected: ({ metadata }) => {
        const { onSuccess } = config;
        onSuccess(metadata.public_token, metadata);
        hide();
      },
      exit: ({ error, metadata }) => {
        const { onExit } = config;
        if (typeof onExit === 'function') onExit(error, metadata);
        hide();
      },
      leave: ({ path }) => location.assign(new URL(path, base)),
      select: () => open(),
    };

    /** @param {MessageEvent} event */
    const onMessage = (event) => {
      if (typeof event.data !== 'string' || !event.data.includes(`${name}::`)) return;
      let message;
      try {
        message = JSON.parse(event.data);
      } catch {
        return;
      }
      const [prefix, action] = String(message.action).split('::');
      if (prefix === name && action !== undefined) heard[action]?.(message);
    };

    const open = () => {
      if (isDestroyed) throw new Error('Cannot open a destroyed Link handler.');
      if (isOpen) return;
      isOpen = true;
      show();
      if (isReady) sendOpen();
      else opensWhenReady = true;
    };

    window.addEventListener('message', onMessage);
    document.body.append(frame);

    return {
      open,
      /** @param {{ force?: boolean }} [how] */
      exit: (how) => {
        if (!isOpen) return;
        if (how !== undefined && (typeof how !== 'object' || how === null))
          throw new Error('Link exit takes an object.');
        // Before the frame is ready this is lost: Link opens all the same.
        if (isReady) send('exit', { force: how?.force === true });
      },
      destroy: () => {
        if (isDestroyed) return;
        if (strictDestroy && isOpen) throw new Error('Do not call destroy() when Link is open.');
        isDestroyed = true;
        opensWhenReady = false;
        window.removeEventListener('message', onMessage);
        hide();
        frame.remove();
      },
      submit: () => {},
    };
  };

  /**
   * @param {any} config
   * @param {Element} node
   */
  const createEmbedded = (config, node) => {
    // Of its two frames the tile stays silent about being loaded.
    const handler = create({ ...config, onLoad: undefined });
    const address = new URL('link.html', base);
    address.search = new URLSearchParams({
      name: `plaid_link-${created}`,
      origin: location.origin,
      tile: 'true',
    }).toString();
    const tile = makeFrame(address.href, `plaid-embedded-iframe-${created}`, 'Plaid Embedded Link');
    Object.assign(tile.style, { width: '100%', minWidth: '350px', height: '300px', border: '0' });
    node.replaceChildren(tile);
    return {
      destroy: () => {
        tile.remove();
        handler.destroy();
      },
    };
  };

  page.Plaid = { version: '2.0.1951-simulator', create, createEmbedded };

  // Last, after the global is there: the tag has to be in the document's own tree, with nothing behind its file name.
  if (script === undefined) throw new Error('Failed to find script');
})();
