// @ts-check
import { sendToHandler } from './link-messages.js';

/** @typedef {{ eventName: string, metadata: Record<string, unknown> }} LinkEvent */

/**
 * What Link tells a page about a session: OPEN at once, the other events in a batch around the end, then one callback.
 */
export class LinkEvents {
  /** @param {'before' | 'after' | 'mixed'} order when the batch comes; see the behavior `events` */
  constructor(order) {
    this.order = order;
    this.sessionId = crypto.randomUUID();
    /** @type {LinkEvent[]} */
    this.batch = [];
    /** @type {{ name: string, institution_id: string } | null} */
    this.institution = null;
  }

  /** @param {boolean} isUpdateMode */
  open(isUpdateMode) {
    sendToHandler('event', this.#event('OPEN', { is_update_mode: isUpdateMode }));
    this.add('TRANSITION_VIEW', { view_name: 'LOADING' });
  }

  /** Keeps an event for the batch. @param {string} eventName @param {Record<string, unknown>} [more] */
  add(eventName, more = {}) {
    this.batch.push(this.#event(eventName, more));
  }

  /** @param {string} publicToken @param {unknown[]} accounts @param {boolean} isSparse */
  connected(publicToken, accounts, isSparse) {
    this.add('HANDOFF');
    this.#end('connected', {
      metadata: {
        public_token: publicToken,
        institution: isSparse ? null : this.institution,
        accounts,
        account: accounts[0] ?? null,
        account_id: null,
        link_session_id: this.sessionId,
        transfer_status: null,
      },
    });
  }

  /** @param {object | null} error @param {string | null} status */
  exit(error, status) {
    this.add('EXIT', { exit_status: status });
    this.#end('exit', this.#exitMessage(error, status));
  }

  /** An exit where the session has ended already. */
  exitAgain() {
    sendToHandler('exit', this.#exitMessage(null, null));
  }

  /** @param {object | null} error @param {string | null} status */
  #exitMessage(error, status) {
    const request_id = this.sessionId.slice(0, 15);
    return {
      error,
      metadata: { institution: this.institution, status, link_session_id: this.sessionId, request_id },
    };
  }

  /** @param {LinkEvent[]} batch @returns {{ before: LinkEvent[], after: LinkEvent[] }} */
  #inOrder(batch) {
    if (this.order === 'before') return { before: batch, after: [] };
    if (this.order === 'after') return { before: [], after: batch };
    // Neither whole nor in order, and one that nobody knows.
    return {
      before: batch.filter((_, index) => index % 2 === 1).reverse(),
      after: [
        ...batch.filter((_, index) => index % 2 === 0),
        this.#event('SOMETHING_NEW', { something: 'new' }),
      ],
    };
  }

  /**
   * @param {'connected' | 'exit'} action
   * @param {object} content
   */
  #end(action, content) {
    const batch = this.batch;
    this.batch = [];
    const { before, after } = this.#inOrder(batch);
    for (const event of before) sendToHandler('event', event);
    sendToHandler(action, content);
    for (const event of after) sendToHandler('event', event);
  }

  /** @param {string} eventName @param {Record<string, unknown>} more */
  #event(eventName, more) {
    return {
      eventName,
      metadata: {
        link_session_id: this.sessionId,
        request_id: this.sessionId.slice(0, 15),
        timestamp: new Date().toISOString(),
        institution_id: this.institution?.institution_id ?? null,
        institution_name: this.institution?.name ?? null,
        ...more,
      },
    };
  }
}
