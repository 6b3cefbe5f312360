import { ofDocument } from './document.js';
import { bare } from './own.js';
import { watchPolicy, type PolicyViolation } from './policy-violation.js';

export interface ScriptOptions {
  /** Makes the URL one that a page with Trusted Types lets a script have; throws if that page refuses. */
  readonly trust: (url: string) => string;
  /** Put on the tag, for pages with a strict policy. */
  readonly nonce: string;
  /** Whether what the script defines is on the page and usable. */
  readonly isThere: () => boolean;
  /** Ends this caller's waiting; the script itself goes on loading for others. */
  readonly signal: AbortSignal;
}

/** Why a script is not there. `violation`: the page's own policy refused it. */
export interface ScriptFailure {
  readonly reason: 'not-loaded' | 'nothing-defined';
  readonly violation: PolicyViolation | null;
}

const poll = 50; // ms between looks for what a script defines
const violationDelay = 100; // ms a policy report may come later than the script's own error
// In looks: how long to wait for a tag that was already on the page: a tag that failed earlier fires no second event.
const mostLooks = 400;
const mostLooksWhenOver = 20;

// One promise per URL, whoever asks. Dropped when it fails, so that the next one tries again.
const loading = new Map<string, Promise<ScriptFailure | null>>();

// When a tag was last given up. Ignore requests from before then: they do not belong to a tag that is on the page now.
let lastFailure = 0;

const tagFor = (url: string): HTMLScriptElement | undefined =>
  [...ofDocument('scripts')].find(({ src }) => src === url);

/**
 * Whether a tag's request has come to an end, well or badly. Not every browser reports every failure (WebKit of those
 * without an answer, Firefox of those that a policy refused), and a page's list of requests may be full.
 */
const isOver = (url: string): boolean =>
  (performance.getEntriesByName(url) as PerformanceResourceTiming[]).some(
    ({ initiatorType, startTime }) => initiatorType === 'script' && startTime > lastFailure,
  );

/**
 * Waits for a tag and for what it defines; a tag that fails is taken off, for the next try to be one of its own.
 * @param isFound the tag was on the page already, and its own event may be long gone
 */
function settled(
  tag: HTMLScriptElement,
  isThere: () => boolean,
  isFound: boolean,
): Promise<ScriptFailure | null> {
  return new Promise((resolve) => {
    const watch = new AbortController();
    const { signal } = watch;
    let violation: PolicyViolation | null = null;
    let looks = 0;
    const done = (failure: ScriptFailure | null): void => {
      watch.abort();
      clearInterval(timer);
      if (failure) {
        tag.remove();
        lastFailure = performance.now();
      }
      resolve(failure);
    };
    const timer = setInterval(() => {
      if (isThere()) done(null);
      else if (isFound && ++looks > (isOver(tag.src) ? mostLooksWhenOver : mostLooks))
        done({ reason: 'not-loaded', violation });
    }, poll);
    watchPolicy(new URL(tag.src).origin, signal, (refused) => (violation = refused));
    tag.addEventListener(
      'load',
      () => done(isThere() ? null : { reason: 'nothing-defined', violation: null }),
      bare({ signal }),
    );
    tag.addEventListener(
      'error',
      () => setTimeout(() => done({ reason: 'not-loaded', violation }), violationDelay),
      bare({ signal }),
    );
  });
}

async function load(url: string, { nonce, isThere, trust }: ScriptOptions): Promise<ScriptFailure | null> {
  const found = tagFor(url);
  if (found && !(await settled(found, isThere, true))) return null;
  const tag = ofDocument('createElement')('script');
  try {
    tag.src = trust(url);
  } catch {
    return {
      reason: 'not-loaded',
      violation: { directive: 'trusted-types', origin: 'dwolla-exchange-link' },
    };
  }
  tag.async = true;
  if (nonce) tag.nonce = nonce;
  const outcome = settled(tag, isThere, false);
  // Into the page's own tree and for good: Plaid's script looks for its tag there, and a removed tag runs all the same.
  ofDocument('head').append(tag);
  return outcome;
}

/**
 * Loads a classic script of a partner, once per page: a tag that is there already is waited for, and replaced if it fails.
 * @returns null when what the script defines is there
 * @throws the signal's reason if this caller no longer waits
 */
export async function loadScript(url: string, options: ScriptOptions): Promise<ScriptFailure | null> {
  const { nonce, isThere, signal } = options;
  if (isThere()) return null;
  const others = loading.get(url);
  const script = others ?? load(url, options);
  if (!others) {
    loading.set(url, script);
    void script.then(
      (failure) => failure && loading.delete(url),
      () => loading.delete(url),
    );
  }
  const failure = await Promise.race([
    script,
    new Promise<never>((_, reject) => {
      const stop = (): void => {
        const reason = signal.reason as Error;
        // Took too long: the next caller gets a tag of its own, for a request that hangs may hang for good.
        if (reason.name !== 'AbortError' && loading.get(url) === script) {
          loading.delete(url);
          tagFor(url)?.remove();
        }
        reject(reason);
      };
      signal.addEventListener('abort', stop, bare({ once: true }));
    }),
  ]);
  // What the policy refused was somebody else's tag: one with this caller's nonce it may let through.
  return others && nonce && failure?.violation ? loadScript(url, options) : failure;
}
