import type { PartnerName, SessionRequest, Simulator } from '../../src/simulator/index.js';
import type { HostSite } from './host-site.js';
import type { SessionBody } from './session-bodies.js';

/** A new session of the simulator, in the shape in which a backend passes it on. */
export function mintSession(
  { world, partners, dwollaUrl }: Simulator,
  partner: PartnerName,
  request: Partial<SessionRequest> = {},
): SessionBody {
  const names = Object.keys(partners) as PartnerName[];
  const origins = Object.fromEntries(names.map((name) => [name, partners[name].publicOrigin]));
  const created = world.createSession(
    partner,
    // Every partner's origin is among them, and Dwolla's own.
    { ...(origins as Record<PartnerName, string>), dwolla: dwollaUrl },
    { owner: { type: 'customer', id: world.newId() }, ...request },
  );
  return {
    created: new Date(created.session.createdAt).toISOString(),
    _links: {
      'exchange-partner': { href: `${dwollaUrl}/exchange-partners/${world.newId()}` },
      ...(created.href && { 'external-provider-session': { href: created.href } }),
    },
    ...(partner === 'plaid' && { externalProviderSessionToken: created.credential }),
    ...(created.paymentSession && { externalProviderSessionData: created.paymentSession }),
  };
}

/** Has `/session` answer a new session of the simulator at every request, as a platform's backend should. */
export function answerNewSessions(
  site: HostSite,
  simulator: Simulator,
  partner: PartnerName,
  request: Partial<SessionRequest> = {},
): void {
  site.answer('/session', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(mintSession(simulator, partner, request)));
  });
}

/** A page whose element knows the simulator's origins before it starts, and then asks `/session`. */
export function simulatedPage(simulator: Simulator, attributes = ''): { attributes: string; script: string } {
  return {
    // A minute: how fast a busy machine is, is not what a test is about.
    attributes: `checkout-public-key="${simulator.checkoutPublicKey}" timeout="60000" ${attributes}`,
    script: `
      const link = document.querySelector('dwolla-exchange-link');
      link.constructor.configure(${JSON.stringify(simulator.elementConfiguration)});
      link.sessionUrl = '/session';
    `,
  };
}
