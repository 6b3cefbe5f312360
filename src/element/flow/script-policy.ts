import { configuration, mayBeScript } from '../configuration.js';
import { partnerNames, partners, type PartnerName } from '../partners/registry.js';
import { bare } from '../browser/own.js';

type MakeUrl = (url: string) => string;
interface PagePolicy {
  /** One per copy of this package on the page: each knows what was configured on it. */
  readonly inForce: ((url: string) => boolean)[];
  readonly createScriptURL: MakeUrl;
}

const name = 'dwolla-exchange-link';
const key = Symbol.for(`${name}.script-policy`);
const page = globalThis as typeof globalThis & {
  [key]?: PagePolicy;
  trustedTypes?: { createPolicy: (name: string, rules: { createScriptURL: MakeUrl }) => PagePolicy };
};

/** Address of a partner's script: the configured one, checked once more where it is used, else the built-in one, or ''. */
export function scriptUrlOf(partner: PartnerName): string {
  const configured = configuration.partners[partner]?.scriptUrl;
  return mayBeScript(configured) ? configured : (partners[partner].script ?? '');
}

/** Exactly the scripts that are built in or that `configure()` was given. */
const isInForce = (url: string): boolean =>
  !!url && partnerNames.some((partner) => url === partners[partner].script || url === scriptUrlOf(partner));

/** The page's one policy: a page may allow the name of a policy only once. */
function makePolicy(): PagePolicy {
  const inForce: PagePolicy['inForce'] = [];
  const rules = bare({
    createScriptURL: (url: string): string => {
      if (inForce.some((isIn) => isIn(url))) return url;
      throw new TypeError("Not the URL of a partner's script.");
    },
  });
  // In browsers without Trusted Types, an element of the page may have that name.
  const { trustedTypes } = page;
  const policy =
    typeof trustedTypes?.createPolicy === 'function' ? trustedTypes.createPolicy(name, rules) : rules;
  const value: PagePolicy = { inForce, createScriptURL: (url) => policy.createScriptURL(url) };
  Object.defineProperty(page, key, bare({ value, configurable: true }));
  return value;
}

/**
 * Passes a URL through the Trusted Types policy `dwolla-exchange-link`.
 * @throws TypeError for a URL that is neither built in nor configured, or where the page does not allow the policy
 */
export function trustScript(url: string): string {
  const policy = (Object.hasOwn(page, key) ? page[key] : null) ?? makePolicy();
  if (!policy.inForce.includes(isInForce)) policy.inForce.push(isInForce);
  return policy.createScriptURL(url);
}
