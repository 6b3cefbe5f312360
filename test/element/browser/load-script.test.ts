import { expect } from '@open-wc/testing';
import { loadScript, type ScriptOptions } from '../../../src/element/browser/load-script.js';
import { afterwards, replace, settled, until } from '../../support/exchange-link.js';

const page = globalThis as unknown as Record<string, unknown>;
let count = 0;

/** A script of its own address, and the name of what it defines. */
function script(body: (name: string) => string): { url: string; name: string } {
  const name = `scriptOf${count++}`;
  const url = URL.createObjectURL(new Blob([body(name)], { type: 'text/javascript' }));
  afterwards(() => Reflect.deleteProperty(page, name));
  return { url, name };
}
const defines = (name: string): string => `globalThis.${name} = (globalThis.${name} ?? 0) + 1;`;
const missing = (): string => `${location.origin}/test/support/no-such-script-${count++}.js`;

const options = (name: string, more: Partial<ScriptOptions> = {}): ScriptOptions => ({
  trust: (url) => url,
  nonce: '',
  isThere: () => !!page[name],
  signal: new AbortController().signal,
  ...more,
});
const tags = (url: string): HTMLScriptElement[] => [...document.scripts].filter(({ src }) => src === url);

describe('loadScript: a partner’s script, once per page', () => {
  it('puts a tag into the document’s head, with that very address, and waits for what it defines', async () => {
    const { url, name } = script(defines);
    expect(await loadScript(url, options(name))).to.equal(null);
    expect(page[name]).to.equal(1);
    expect(tags(url).map(({ parentNode }) => parentNode)).to.deep.equal([document.head]);
    expect(tags(url)[0]?.getAttribute('src')).to.equal(url);
  });

  it('loads nothing where it is there already', async () => {
    const { url, name } = script(defines);
    page[name] = 'the page’s own';
    expect(await loadScript(url, options(name))).to.equal(null);
    expect(tags(url)).to.deep.equal([]);
  });

  it('is one tag and one run for all who ask at once', async () => {
    const { url, name } = script(defines);
    const all = await Promise.all([1, 2, 3].map(() => loadScript(url, options(name))));
    expect(all).to.deep.equal([null, null, null]);
    expect(page[name]).to.equal(1);
    expect(tags(url).length).to.equal(1);
  });

  describe('a request that hangs', () => {
    /** A tag whose request is never answered. */
    function hang(): () => void {
      const append = document.head.append.bind(document.head);
      let isHanging = true;
      replace(document.head, 'append', (...nodes: (Node | string)[]) => {
        for (const node of nodes)
          if (isHanging && node instanceof HTMLScriptElement) node.type = 'text/plain';
        append(...nodes);
      });
      return () => (isHanging = false);
    }

    it('that took too long for somebody is not waited for again: the next one gets a tag of its own', async () => {
      const { url, name } = script(defines);
      const answerAgain = hang();
      const timeoutError = new AbortController();
      const first = loadScript(url, options(name, { signal: timeoutError.signal }));
      const [hung] = tags(url);
      timeoutError.abort(new RangeError('Too long.'));
      expect(await first.catch((error: unknown) => (error as Error).message)).to.equal('Too long.');
      expect(hung?.isConnected).to.be.false;
      answerAgain();
      expect(await loadScript(url, options(name))).to.equal(null);
      expect([page[name], tags(url).length]).to.deep.equal([1, 1]);
    });

    it('of an attempt that is over goes on for the next one', async () => {
      const { url, name } = script(defines);
      hang();
      const over = new AbortController();
      const first = loadScript(url, options(name, { signal: over.signal }));
      const [hung] = tags(url);
      over.abort();
      await first.catch(() => undefined);
      void loadScript(url, options(name));
      expect(tags(url)).to.deep.equal([hung]);
    });
  });

  it('stays on the page when it has done its work', async () => {
    const { url, name } = script(defines);
    await loadScript(url, options(name));
    await loadScript(url, options(name));
    expect(tags(url).length).to.equal(1);
    expect(page[name]).to.equal(1);
  });

  it('has the page’s nonce', async () => {
    const { url, name } = script(defines);
    await loadScript(url, options(name, { nonce: 'r4nd0m' }));
    expect(tags(url)[0]?.nonce).to.equal('r4nd0m');
  });

  describe('a tag that the host has placed itself', () => {
    it('is waited for, and no second one is made', async () => {
      const { url, name } = script(defines);
      const tag = document.createElement('script');
      tag.src = url;
      document.body.append(tag);
      afterwards(() => tag.remove());
      expect(await loadScript(url, options(name))).to.equal(null);
      expect(tags(url)).to.deep.equal([tag]);
      expect(page[name]).to.equal(1);
    });

    it('may have been loaded long ago and define its global only later', async () => {
      const { url, name } = script((name) => `globalThis.${name}Loaded = true;`);
      const tag = document.createElement('script');
      tag.src = url;
      document.head.append(tag);
      await until(() => page[`${name}Loaded`], 'the tag to run');
      await settled();
      const loading = loadScript(url, options(name));
      page[name] = {};
      expect(await loading).to.equal(null);
      expect(tags(url)).to.deep.equal([tag]);
    });
  });

  describe('a tag of the host’s that has failed', () => {
    /** A tag of the host's, and what has become of it. */
    function place(url: string): { tag: HTMLScriptElement; failed: Promise<unknown> } {
      const tag = Object.assign(document.createElement('script'), { src: url });
      const failed = new Promise((resolve) => (tag.onerror = resolve));
      document.head.append(tag);
      afterwards(() => tag.remove());
      return { tag, failed };
    }
    /** From here on a test looks for what a script defines as often as it likes; time does not. */
    function takeLooks(): (times: number) => void {
      const looks: (() => void)[] = [];
      replace(window, 'setInterval', ((look: () => void) => looks.push(look)) as typeof setInterval);
      return (times) => {
        while (times--) looks.at(-1)?.();
      };
    }
    const entries = (...found: object[]): void =>
      replace(performance, 'getEntriesByName', () => found as PerformanceEntryList);

    it('long ago gives way to one of ours', async () => {
      const url = missing();
      const name = `replacedOf${count}`;
      afterwards(() => Reflect.deleteProperty(page, name));
      const { tag, failed } = place(url);
      await failed;
      const loading = loadScript(url, options(name));
      expect(tags(url)).to.deep.equal([tag]);
      await until(() => tags(url)[0] !== tag && tags(url).length > 0, 'a tag of ours');
      expect(tags(url).length).to.equal(1);
      // Whatever brings it: what counts is that it is there.
      page[name] = {};
      expect(await loading).to.equal(null);
    });

    it('before our eyes gives way at once', async () => {
      const url = missing();
      const { tag, failed } = place(url);
      const loading = loadScript(url, options('never'));
      await failed;
      await until(() => tags(url).some((other) => other !== tag), 'a tag of ours');
      expect(tag.isConnected).to.be.false;
      expect(await loading).to.deep.equal({ reason: 'not-loaded', violation: null });
      expect(tags(url)).to.deep.equal([]);
    });

    it('in a browser that does not tell of it gives way in the end: the wait has a limit', async () => {
      const { url } = script(() => '');
      const { tag } = place(url);
      const look = takeLooks();
      entries();
      const loading = loadScript(url, options('never'));
      look(400);
      expect(tags(url)).to.deep.equal([tag]);
      look(1);
      expect(tags(url)).to.deep.equal([]);
      // That of ours, which does tell.
      expect((await loading)?.reason).to.equal('nothing-defined');
    });

    it('is not a tag that has loaded and defines its global a moment later', async () => {
      const { url, name } = script(() => '');
      const { tag } = place(url);
      const look = takeLooks();
      entries({ initiatorType: 'script', startTime: performance.now() });
      const loading = loadScript(url, options(name));
      look(20);
      page[name] = {};
      look(1);
      expect(await loading).to.equal(null);
      expect(tags(url)).to.deep.equal([tag]);
    });

    it('is not a tag that still loads where one of ours has failed before, or where the page has fetched it', async () => {
      const { url, name } = script(defines);
      entries(
        { initiatorType: 'script', startTime: performance.now() },
        { initiatorType: 'link', startTime: Infinity },
      );
      const mine = missing();
      await loadScript(mine, options('never'));
      const { tag } = place(url);
      const look = takeLooks();
      const loading = loadScript(url, options(name));
      look(100);
      expect(tags(url)).to.deep.equal([tag]);
      expect(await loading).to.equal(null);
      expect(page[name]).to.equal(1);
    });
  });

  describe('a script that does not load', () => {
    it('is reported, and its tag does not stay', async () => {
      const url = missing();
      const failure = await loadScript(url, options('never'));
      expect(failure).to.deep.equal({ reason: 'not-loaded', violation: null });
      expect(tags(url)).to.deep.equal([]);
    });

    it('is asked for again by the next one who needs it', async () => {
      const url = missing();
      const name = `laterOf${count}`;
      afterwards(() => Reflect.deleteProperty(page, name));
      await loadScript(url, options(name));
      const second = loadScript(url, options(name));
      expect(tags(url).length).to.equal(1);
      // Whatever brings it: what counts is that it is there.
      page[name] = {};
      expect(await second).to.equal(null);
    });
  });

  describe('a script that loads and defines nothing', () => {
    const atSecondRun = (name: string): string =>
      `globalThis.${name}Runs = (globalThis.${name}Runs ?? 0) + 1; if (globalThis.${name}Runs > 1) globalThis.${name} = {};`;

    it('is reported', async () => {
      const { url, name } = script(() => '');
      expect(await loadScript(url, options(name))).to.deep.equal({
        reason: 'nothing-defined',
        violation: null,
      });
    });

    it('is asked for again by the next one who needs it', async () => {
      const { url, name } = script(atSecondRun);
      expect((await loadScript(url, options(name)))?.reason).to.equal('nothing-defined');
      expect(await loadScript(url, options(name))).to.equal(null);
      expect(tags(url).length).to.equal(1);
    });
  });

  describe('somebody who no longer waits', () => {
    it('hears so at once, and the script goes on for the others', async () => {
      const { url, name } = script(defines);
      const over = new AbortController();
      const first = loadScript(url, options(name, { signal: over.signal }));
      const second = loadScript(url, options(name));
      over.abort(new DOMException('Enough.', 'AbortError'));
      const reason: unknown = await first.catch((error: unknown) => error);
      expect((reason as Error).name).to.equal('AbortError');
      expect(await second).to.equal(null);
      expect(page[name]).to.equal(1);
      expect(tags(url).length).to.equal(1);
    });
  });

  describe('the page’s own policy refuses it', () => {
    const refuse = (url: string): boolean =>
      document.dispatchEvent(
        new SecurityPolicyViolationEvent('securitypolicyviolation', {
          blockedURI: url,
          disposition: 'enforce',
          documentURI: location.href,
          effectiveDirective: 'script-src-elem',
          violatedDirective: 'script-src-elem',
          originalPolicy: "script-src 'self'",
          statusCode: 200,
        }),
      );
    const refusal = {
      reason: 'not-loaded',
      violation: { directive: 'script-src', origin: location.origin },
    } as const;

    it('is reported, with the directive and the origin to add', async () => {
      const url = missing();
      const loading = loadScript(url, options('never'));
      refuse(url);
      expect(await loading).to.deep.equal(refusal);
    });

    it('is reported as well where it refuses our Trusted Types policy, with the name to add', async () => {
      const { url, name } = script(defines);
      const trust = (): never => {
        throw new TypeError('Policy refused.');
      };
      expect(await loadScript(url, options(name, { trust }))).to.deep.equal({
        reason: 'not-loaded',
        violation: { directive: 'trusted-types', origin: 'dwolla-exchange-link' },
      });
      expect(tags(url)).to.deep.equal([]);
    });

    it('somebody with a nonce tries again where what was refused had none', async () => {
      const url = missing();
      const name = `allowedOf${count}`;
      afterwards(() => Reflect.deleteProperty(page, name));
      const first = loadScript(url, options(name));
      const others = ['', 'r4nd0m', 'r4nd0m'].map((nonce) => loadScript(url, options(name, { nonce })));
      expect(tags(url).map(({ nonce }) => nonce)).to.deep.equal(['']);
      refuse(url);
      expect(await first).to.deep.equal(refusal);
      expect(await others[0]).to.deep.equal(refusal);
      await until(() => tags(url).length > 0, 'a tag with the nonce');
      expect(tags(url).map(({ nonce }) => nonce)).to.deep.equal(['r4nd0m']);
      // Whatever brings it: what counts is that it is there.
      page[name] = {};
      expect(await Promise.all(others.slice(1))).to.deep.equal([null, null]);
    });

    it('somebody whose own nonce was refused does not', async () => {
      const url = missing();
      const loading = loadScript(url, options('never', { nonce: 'wr0ng' }));
      refuse(url);
      expect(await loading).to.deep.equal(refusal);
      await settled();
      expect(tags(url)).to.deep.equal([]);
    });
  });
});
