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
  /**
   * What the host passes to `Plaid.create`, as far as it is used. `check` looks at what Link cannot do without.
   * @typedef {{ token?: unknown, key?: unknown, env?: unknown, receivedRedirectUri?: unknown,
   *   onSuccess: (publicToken: unknown, metadata: unknown) => void, onLoad?: unknown, onEvent?: unknown, onExit?: unknown }} LinkConfig
   */

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

  /** @param {LinkConfig} config */
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

  /** The overlay of a desktop: over the page, whose scrolling it locks. @param {HTMLIFrameElement} frame */
  const desktopViewport = (frame) => {
    // As it was when the handler was created, for one that is hidden without having been shown.
    let overflow = document.body.style.overflow;
    let isOpen = false;
    /** @type {Element | null} */
    let focused = null;
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
    return {
      isOpen: () => isOpen,
      show: () => {
        isOpen = true;
        overflow = document.body.style.overflow;
        document.body.style.overflow = 'hidden';
        focused = document.activeElement;
        frame.style.display = 'block';
        frame.contentWindow?.focus();
      },
      hide: () => {
        isOpen = false;
        frame.style.display = 'none';
        document.body.style.overflow = overflow;
        parent.focus();
        if (focused instanceof HTMLElement) focused.focus();
      },
      /** @type {(height: string) => void} */
      resize: () => {},
    };
  };

  /**
   * On a phone: in place of the page, which is hidden and scrolled to its top. What it does to the heights of `<html>` and
   * `<body>` it does not undo: hiding writes the height that it found as the name of a property.
   * @param {HTMLIFrameElement} frame
   */
  const phoneViewport = (frame) => {
    let isOpen = false;
    let htmlId = '';
    let height = '';
    let priority = '';
    let scroll = { x: 0, y: 0 };
    /** @type {Element | null} */
    let focused = null;
    const { documentElement: root } = document;
    frame.className = 'plaid-link-iframe';
    frame.style.setProperty('display', 'none', 'important');
    const selector = `html${'#plaid-link-temporary-id'.repeat(8)}`;
    return {
      isOpen: () => isOpen,
      show: () => {
        if (isOpen) return;
        isOpen = true;
        focused = document.activeElement;
        scroll = { x: root.scrollLeft, y: root.scrollTop };
        htmlId = root.id;
        height = root.style.getPropertyValue('height');
        priority = root.style.getPropertyPriority('height');
        const style = document.createElement('style');
        style.id = 'plaid-link-stylesheet';
        style.textContent = `
          ${selector}, ${selector} > body { height: 100% !important; margin: 0 !important; padding: 0 !important; }
          ${selector} > body > * { display: none !important; }
          ${selector} > body > .plaid-link-iframe { border: 0 !important; width: 100% !important; min-height: 100% !important; }`;
        document.head.append(style);
        root.id = 'plaid-link-temporary-id';
        window.scrollTo(0, 0);
        // Chrome on iOS, whose page is higher than what is seen of it. It comes late, and also when Link is hidden again.
        if (/CriOS/.test(navigator.userAgent))
          setTimeout(
            () => document.body.style.setProperty('height', `${window.innerHeight}px`, 'important'),
            100,
          );
        frame.style.setProperty('display', 'block', 'important');
        frame.contentWindow?.focus();
      },
      hide: () => {
        isOpen = false;
        frame.style.setProperty('display', 'none', 'important');
        document.getElementById('plaid-link-stylesheet')?.remove();
        root.id = htmlId;
        root.style.setProperty(height, priority);
        window.scrollTo(scroll.x, scroll.y);
        parent.focus();
        if (focused instanceof HTMLElement) focused.focus();
      },
      /** @param {string} next */
      resize: (next) => root.style.setProperty('height', next, 'important'),
    };
  };

  /**
   * @param {LinkConfig} config
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
    let isReady = false;
    let opensWhenReady = false;
    let isDestroyed = false;
    let loadTold = false;
    let strictDestroy = false;
    const viewport = isMobile ? phoneViewport(frame) : desktopViewport(frame);

    /** @param {string} action @param {Record<string, unknown>} [content] */
    const send = (action, content = {}) =>
      frame.contentWindow?.postMessage(JSON.stringify({ action: `${name}::${action}`, ...content }), origin);

    /** Does not ask whether the handler still lives: what a callback has set up meanwhile is undone, as by the real one. */
    const hide = () => viewport.hide();

    const sendOpen = () =>
      send('open', { token: config.token, receivedRedirectUri: config.receivedRedirectUri ?? null });

    /** The callback comes first and hiding after it, in one task: a callback that throws leaves Link on the screen. */
    /**
     * What Link's messages bring, each its own part.
     * @typedef {{ strict?: boolean, eventName: string, metadata: { public_token: string }, error: object | null, height: string,
     *   path: string }} LinkMessage
     */
    /** @type {Record<string, (message: LinkMessage) => void>} */
    const handlers = {
      hello: () => send('configure', { token: config.token, isMobile }),
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
      resize: ({ height }) => viewport.resize(height),
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
      if (prefix === name && action !== undefined) handlers[action]?.(message);
    };

    const open = () => {
      if (isDestroyed) throw new Error('Cannot open a destroyed Link handler.');
      // Also when it is open: on a desktop, the lock that it finds then is its own, and stays after hiding.
      viewport.show();
      const opener = makeFrame(new URL('link-open.html', base).href, 'plaid-link-open-iframe', 'Plaid Link');
      opener.style.display = 'none';
      opener.addEventListener('load', () => opener.remove());
      document.body.append(opener);
      if (isReady) sendOpen();
      else opensWhenReady = true;
    };

    window.addEventListener('message', onMessage);
    document.body.append(frame);

    return {
      open,
      /** @param {{ force?: boolean }} [how] */
      exit: (how) => {
        if (!viewport.isOpen()) return;
        if (how !== undefined && (typeof how !== 'object' || how === null))
          throw new Error('Link exit takes an object.');
        // Before the frame is ready this is lost: Link opens all the same.
        if (isReady) send('exit', { force: how?.force === true });
      },
      // A second time it puts back once more what it found.
      destroy: () => {
        if (strictDestroy && viewport.isOpen()) throw new Error('Do not call destroy() when Link is open.');
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
   * @param {LinkConfig} config
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
