import { ExchangeLinkError, type GetSession, type PartnerName } from '../../../src/element/index.js';

/** How a host answers when it is asked for a session. */
export const answers = [
  'fresh',
  'same',
  'another partner',
  'null',
  'empty',
  'list',
  'half',
  'untrusted',
  'rejects',
  'rejects by name',
  'never',
  'later',
] as const;
export type Answer = (typeof answers)[number];

/** What else the answer of a session URL may be. */
export const responses = ['404', '409', '500', 'no connection', 'no JSON', 'too large'] as const;
export type ResponseKind = (typeof responses)[number];

/** The outcomes that an answer is a reason for, as the model calls them. */
export const causesOf: Readonly<Record<Answer | ResponseKind, readonly string[]>> = {
  fresh: [],
  same: ['error:session-expired'],
  'another partner': [],
  null: ['error:session-malformed'],
  empty: ['error:session-unsupported', 'error:partner-mismatch'],
  list: ['error:session-malformed'],
  half: ['error:session-malformed', 'error:partner-mismatch'],
  untrusted: ['error:untrusted-origin', 'error:partner-mismatch'],
  rejects: ['error:session-network'],
  'rejects by name': ['error:session-http'],
  never: [],
  later: [],
  '404': ['error:session-http', 'error:session-expired'],
  '409': ['error:session-expired'],
  '500': ['error:session-http'],
  'no connection': ['error:session-network'],
  'no JSON': ['error:session-malformed'],
  'too large': ['error:session-malformed'],
};
/** Answers after which an attempt cannot but end at once. */
export const isFinal = (answer: Answer | ResponseKind): boolean =>
  /^(null|empty|list|half|untrusted|rejects|rejects by name|404|409|no JSON|too large)$/.test(answer);

const partnerNames: readonly PartnerName[] = ['checkout', 'plaid', 'mx', 'visa', 'flinks', 'mastercard'];
const exchangePartner = { 'exchange-partner': { href: 'https://api.dwolla.com/exchange-partners/1' } };

/** Where the page is left for: a fragment of it, so that the browser goes and the page stays. */
export const leavingUrl = (n: number): string => `${location.href.split('#')[0] ?? ''}#left-${n}`;

const links: Readonly<Record<string, (n: number) => string>> = {
  mx: (n) => `https://int-widgets.moneydesktop.com/md/connect/${n}`,
  visa: leavingUrl,
  flinks: (n) => `https://demo.private.fin.ag/v2/?authorizeToken=${n}`,
  mastercard: (n) => `https://connect2.finicity.com/?token=${n}`,
};
const linkSession = (href: string): object => ({
  _links: { ...exchangePartner, 'external-provider-session': { href } },
});

/**
 * A body that is read without leaving the page's thread. One made of a string comes from another thread, at a time of its
 * own: on a busy machine after everything else has come to rest.
 */
const bodyOf = (text: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });

/** A session of a partner, and the credential in it. */
export function sessionOf(partner: PartnerName, n: number): { session: object; credential: string } {
  if (partner === 'plaid') {
    const credential = `link-sandbox-${n}`;
    return { credential, session: { externalProviderSessionToken: credential, _links: exchangePartner } };
  }
  if (partner === 'checkout') {
    const credential = `ps_${n}`;
    const data = { id: credential, payment_session_secret: `pss_${n}`, payment_session_token: `t_${n}` };
    return { credential, session: { externalProviderSessionData: data, _links: exchangePartner } };
  }
  const credential = links[partner]!(n);
  return { credential, session: linkSession(credential) };
}

/** Bodies that are no session, or none that may be used. */
const broken: Readonly<Partial<Record<Answer, unknown>>> = {
  null: null,
  empty: {},
  list: ['externalProviderSessionToken'],
  half: { externalProviderSessionData: { id: 'ps_half' } },
  untrusted: linkSession('https://connect2.finicity.com.evil.test/'),
};

/** Creates sessions for one run: each with a credential of its own, unless asked for another kind. */
export class SessionFactory {
  readonly #partner: PartnerName;
  readonly #hand: { readonly resolve: (session: object) => void }[] = [];
  /** When each credential was handed out, in ms since 1970. */
  readonly issued = new Map<string, number>();
  readonly #now: () => number;
  #count = 0;
  #last: { session: object; credential: string } | null = null;

  constructor(partner: PartnerName, now: () => number) {
    this.#partner = partner;
    this.#now = now;
  }

  /** A body as the host's backend would answer it. */
  body(answer: Answer): unknown {
    if (answer in broken) return broken[answer];
    if (answer === 'same' && this.#last) return this.#issue(this.#last);
    const other =
      partnerNames[(partnerNames.indexOf(this.#partner) + 1 + this.#count) % partnerNames.length]!;
    return this.#issue(sessionOf(answer === 'another partner' ? other : this.#partner, this.nextNumber()));
  }

  /** A number that no credential has yet. */
  nextNumber(): number {
    return ++this.#count + this.#salt;
  }

  async answer(answer: Answer): ReturnType<GetSession> {
    if (answer === 'rejects') throw new TypeError('the host has no session');
    if (answer === 'rejects by name')
      throw new ExchangeLinkError('session-http', 'The host says so.', { status: 418 });
    if (answer === 'never') return new Promise(() => undefined);
    if (answer === 'later') return new Promise((resolve) => this.#hand.push({ resolve }));
    return this.body(answer) as object | null;
  }

  respond(answer: ResponseKind | Answer): Response {
    switch (answer) {
      case '404':
      case '409':
      case '500':
        return new Response(bodyOf('{}'), { status: Number(answer) });
      case 'no connection':
        throw new TypeError('Failed to fetch');
      case 'no JSON':
        return new Response(bodyOf('<!doctype html>'));
      case 'too large':
        return new Response(bodyOf(`"${'x'.repeat(257 * 1024)}"`));
      default:
        return new Response(bodyOf(JSON.stringify(this.body(answer))), {
          headers: { 'content-type': 'application/vnd.dwolla.v1.hal+json' },
        });
    }
  }

  /** The answers that were promised for later come now. */
  deliver(): void {
    for (const { resolve } of this.#hand.splice(0)) resolve(this.body('fresh') as object);
  }

  // Credentials differ between runs too: what one run has left behind must not look like another's.
  readonly #salt = (SessionFactory.#runs += 1) * 1000;
  static #runs = 0;

  #issue(created: { session: object; credential: string }): object {
    this.#last = created;
    this.issued.set(created.credential, this.#now());
    return created.session;
  }
}
