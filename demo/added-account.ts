import { BackendRefusal, fieldsOf, type Backend } from './backend.js';
import type { ExchangeClient, FundingSourceAddedDetail } from './exchange-link.js';
import { problemOf, type Problem } from './problem.js';

/** What the host page shows of a funding source. */
export interface AddedAccount {
  readonly exchange: string;
  readonly id: string;
  readonly name: string | null;
  /** `bank` or `card`. */
  readonly type: string;
  readonly status: string | null;
  /** As people read it, or null before it was asked for. */
  readonly balance: string | null;
  /** The bank wants a new login. */
  readonly needsLogin: boolean;
}

/** What the host page does with a funding source: it reads the balance, for which the bank may want a new login first. */
export class AddedAccounts {
  account: AddedAccount | null = null;
  isBusy = false;
  /** What went wrong in the last step, or null. */
  problem: Problem | null = null;
  readonly #client: ExchangeClient;
  readonly #backend: Backend;
  readonly #changed: () => void;

  /** @param changed called after every step */
  constructor(client: ExchangeClient, backend: Backend, changed: () => void) {
    this.#client = client;
    this.#backend = backend;
    this.#changed = changed;
  }

  reset(): void {
    this.account = null;
    this.isBusy = false;
    this.problem = null;
  }

  /** `<dwolla-add-funding-source>` has reported it. */
  add({ fundingSource, exchangeId }: FundingSourceAddedDetail): void {
    this.reset();
    this.account = { ...fundingSource, exchange: exchangeId, balance: null, needsLogin: false };
  }

  async readBalance(language: string): Promise<void> {
    await this.#step(async ({ id, ...account }) => {
      try {
        const { balance } = await this.#client.getBalance(id);
        return { ...account, id, balance: balanceText(balance, language), needsLogin: false };
      } catch (error) {
        const { status, code } = fieldsOf(error);
        if (code === 'UpdateCredentials') return { ...account, id, balance: null, needsLogin: true };
        throw new BackendRefusal(Number(status) || 0, error);
      }
    });
  }

  /** Simulator only: from now on the bank wants a new login, as banks do after a changed password. */
  async requireLogin(language: string): Promise<void> {
    await this.#step(async (account) => {
      await this.#backend.arrange('POST', '/api/simulator/require-update', { exchange: account.exchange });
      return account;
    });
    await this.readBalance(language);
  }

  /** Runs one step, one at a time: its button stays enabled, so that the focus is not lost. */
  async #step(run: (account: AddedAccount) => Promise<AddedAccount>): Promise<void> {
    const { account } = this;
    if (this.isBusy || !account) return;
    this.isBusy = true;
    this.problem = null;
    this.#changed();
    const [next, problem] = await run(account).then(
      (reached) => [reached, null] as const,
      (error: unknown) => [account, problemOf(error)] as const,
    );
    // Another run has begun meanwhile.
    if (account !== this.account) return;
    this.account = next;
    this.problem = problem;
    this.isBusy = false;
    this.#changed();
  }
}

/** A balance as people read it (`1,100.00 USD`), in the language of the page. */
function balanceText(balance: unknown, language: string): string {
  const { value, currency } = fieldsOf(balance);
  const amount = new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(Number(value));
  return `${amount} ${String(currency)}`;
}
