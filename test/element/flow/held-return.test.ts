import { expect } from '@open-wc/testing';
import { unregisterHolder, type ReturnHolder } from '../../../src/element/flow/document-return.js';
import { HeldReturn } from '../../../src/element/flow/held-return.js';
import { cleanAddress } from '../../../src/element/flow/return-record.js';
import type { Snapshot } from '../../../src/element/flow/state.js';
import type { PartnerName } from '../../../src/element/partners/registry.js';
import type { SessionSource } from '../../../src/element/session/get-session.js';
import { afterwards, leaveRecord, returnWith } from '../../support/exchange-link.js';

const sessionUrl = 'https://host.test/session';
const exited: Snapshot = {
  state: 'exited',
  partner: 'visa',
  outcome: { type: 'exit', detail: { partner: 'visa', reason: 'user' } },
};

/** An element that says where no session comes from. */
const host = (partner: PartnerName | '' = ''): SessionSource => ({
  session: null,
  getSession: null,
  sessionUrl: '',
  fetchSession: null,
  credentials: 'same-origin',
  partner,
  baseURI: location.href,
});

/** An element's controller that takes nothing, and the partners whose return it was offered. */
function makeHolder(): ReturnHolder & { readonly offers: readonly PartnerName[] } {
  const offers: PartnerName[] = [];
  const holder = {
    offers,
    takeOver: (partner: PartnerName) => {
      offers.push(partner);
      return false;
    },
  };
  afterwards(() => unregisterHolder(holder));
  return holder;
}

/** The document is what Visa has sent the user back to. @returns its address */
function returnFromVisa(query = 'exchange=1'): string {
  leaveRecord({
    partner: 'visa',
    startedAt: Date.now() - 60_000,
    sessionUrl,
    exchangePartnerHref: null,
    reauth: false,
    linkToken: null,
  });
  if (query) returnWith(query);
  return location.href;
}

let count = 0;
/** The document is what Plaid has sent the user back to, in another browser than the one that left. @returns its address */
function returnWithoutRecord(): string {
  returnWith(`oauth_state_id=held-return-${++count}`);
  return location.href;
}

/** A return from Visa in the hands of one element. */
function held(): HeldReturn {
  returnFromVisa();
  const returned = new HeldReturn();
  returned.claim(host(), makeHolder());
  return returned;
}

describe('the return of this document, as one element holds it', () => {
  it('is held with what was stored, and its address carries the result', () => {
    const url = returnFromVisa();
    const returned = new HeldReturn();
    const found = returned.claim(host(), makeHolder());
    expect(found).to.include({ partner: 'visa', address: url, snapshot: null });
    expect(returned.isHeld).to.be.true;
    expect(returned.redirect?.url).to.equal(url);
    expect(returned.redirect?.record.partner).to.equal('visa');
    expect(returned.sessionUrl).to.equal(sessionUrl);
  });

  it('is nothing where no one has left', () => {
    const returned = new HeldReturn();
    expect(returned.claim(host(), makeHolder())).to.equal(null);
    expect([returned.isHeld, returned.redirect, returned.sessionUrl]).to.deep.equal([false, null, null]);
  });

  it('is not held where the address carries no result', () => {
    returnFromVisa('');
    const returned = new HeldReturn();
    expect(returned.claim(host(), makeHolder())).to.include({ url: null });
    expect([returned.isHeld, returned.redirect, returned.sessionUrl]).to.deep.equal([false, null, null]);
  });

  it('is held by one element at a time', () => {
    held();
    const second = new HeldReturn();
    expect(second.claim(host(), makeHolder())).to.equal(null);
    expect(second.isHeld).to.be.false;
  });

  it('goes on being held when its result is used up', () => {
    const returned = held();
    returned.consume();
    expect([returned.isHeld, returned.redirect?.url, returned.sessionUrl]).to.deep.equal([
      true,
      null,
      sessionUrl,
    ]);
  });

  describe('another attempt', () => {
    it('of the return keeps it, without the outcome of the one before', () => {
      const returned = held();
      returned.keepOutcome(exited);
      returned.continue(true);
      expect(returned.isHeld).to.be.true;
      returned.release();
      expect(new HeldReturn().claim(host(), makeHolder())).to.include({ partner: 'visa', snapshot: null });
    });

    it('that does not belong to it forgets it, for every element', () => {
      const returned = held();
      returned.continue(false);
      expect(returned.isHeld).to.be.false;
      expect(returned.sessionUrl).to.equal(sessionUrl);
      expect(new HeldReturn().claim(host(), makeHolder())).to.equal(null);
    });

    it('that does not belong to it lets an address like its own be another return', () => {
      const checks: (() => void)[] = [];
      const returned = held();
      const url = location.href;
      const { setTimeout } = window;
      window.setTimeout = ((check: () => void) => checks.push(check)) as typeof setTimeout;
      cleanAddress('visa');
      window.setTimeout = setTimeout;
      expect(location.href).not.to.equal(url);
      returned.continue(false);
      history.replaceState(null, '', url);
      for (const check of checks) check();
      expect(location.href).to.equal(url);
    });

    it('is nothing to an element that holds no return', () => {
      const first = held();
      new HeldReturn().continue(false);
      first.release();
      expect(new HeldReturn().claim(host(), makeHolder())).to.include({ partner: 'visa' });
    });
  });

  describe('what was stored, when the session or the partner is another', () => {
    for (const partner of ['', 'visa'] as const)
      it(`stays while it is unused (partner "${partner}")`, () => {
        const returned = held();
        returned.forgetStored(partner);
        expect([returned.isHeld, returned.sessionUrl]).to.deep.equal([true, sessionUrl]);
      });

    it('is forgotten once its result is used up', () => {
      const returned = held();
      returned.consume();
      returned.forgetStored('visa');
      expect([returned.isHeld, returned.redirect, returned.sessionUrl]).to.deep.equal([true, null, null]);
    });

    it('goes to an element for its partner', () => {
      const waiting = makeHolder();
      new HeldReturn().claim(host(), waiting);
      const returned = held();
      returned.forgetStored('mx');
      expect([returned.isHeld, returned.redirect]).to.deep.equal([false, null]);
      expect(waiting.offers).to.deep.equal(['visa']);
    });
  });

  describe('its release', () => {
    it('offers it to the other elements, and the next one gets it whole', () => {
      const url = returnFromVisa();
      const waiting = makeHolder();
      const returned = new HeldReturn();
      returned.claim(host(), makeHolder());
      new HeldReturn().claim(host(), waiting);
      returned.consume();
      returned.release();
      expect([returned.isHeld, returned.redirect]).to.deep.equal([false, null]);
      expect(waiting.offers).to.deep.equal(['visa']);
      const next = new HeldReturn();
      next.claim(host(), makeHolder());
      expect(next.redirect?.url).to.equal(url);
    });

    it('is once: a second one offers nothing', () => {
      const waiting = makeHolder();
      const returned = held();
      new HeldReturn().claim(host(), waiting);
      returned.release();
      returned.release();
      expect(waiting.offers).to.deep.equal(['visa']);
    });

    it('after the outcome offers nothing, and the next element gets the outcome', () => {
      const waiting = makeHolder();
      const returned = held();
      new HeldReturn().claim(host(), waiting);
      returned.keepOutcome(exited);
      returned.release();
      expect(waiting.offers).to.deep.equal([]);
      expect(new HeldReturn().claim(host(), makeHolder())).to.include({ snapshot: exited });
    });

    it('keeps no outcome of an element that holds no return', () => {
      const first = held();
      new HeldReturn().keepOutcome(exited);
      first.release();
      expect(new HeldReturn().claim(host(), makeHolder())).to.include({ snapshot: null });
    });
  });

  describe('without a record', () => {
    it('is held, and nothing was stored', () => {
      const url = returnWithoutRecord();
      const returned = new HeldReturn();
      expect(returned.claim(host(), makeHolder())).to.equal(null);
      expect(returned.claimUnknown('', makeHolder())).to.include({ partner: 'plaid', address: url });
      expect([returned.isHeld, returned.redirect, returned.sessionUrl]).to.deep.equal([true, null, null]);
    });

    it('is not for an element of another partner', () => {
      returnWithoutRecord();
      const returned = new HeldReturn();
      expect(returned.claimUnknown('mx', makeHolder())).to.equal(null);
      expect(returned.isHeld).to.be.false;
    });

    it('is found once while it is held, and goes on being held', () => {
      returnWithoutRecord();
      const returned = new HeldReturn();
      returned.claimUnknown('', makeHolder());
      expect(returned.claimUnknown('', makeHolder())).to.equal(null);
      expect(returned.isHeld).to.be.true;
    });

    it('is for the next element after its release', () => {
      const url = returnWithoutRecord();
      const returned = new HeldReturn();
      returned.claimUnknown('', makeHolder());
      returned.release();
      const next = new HeldReturn();
      expect(next.claimUnknown('plaid', makeHolder())).to.include({ partner: 'plaid', address: url });
      expect([returned.isHeld, next.isHeld]).to.deep.equal([false, true]);
    });
  });
});
