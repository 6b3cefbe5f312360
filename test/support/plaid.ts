import { DwollaExchangeLink } from '../../src/dwolla-exchange-link.js';
import { afterwards, until } from './exchange-link.js';

/** What a test can do with one handler of the fake script. */
export interface PlaidHandler {
  readonly config: Readonly<Record<string, unknown>>;
  /** Which of the handler's methods the element has called, in order. */
  readonly calls: string[];
  readonly frame: HTMLIFrameElement;
  readonly isOpen: boolean;
  readonly isDestroyed: boolean;
  load: () => void;
  event: (name: unknown, metadata?: unknown) => void;
  succeed: (token: unknown, metadata?: unknown) => void;
  leave: (error: unknown, metadata?: unknown) => void;
}

const page = window as unknown as { Plaid?: unknown; plaidHandlers?: PlaidHandler[]; plaidRuns?: number };

export const plaidScript = new URL('fake-plaid.ts', import.meta.url).href;

/** All handlers that this test has caused, first to last. */
export const plaidHandlers = (): readonly PlaidHandler[] => page.plaidHandlers ?? [];

/** How often Plaid's script ran on this page. */
export const plaidRuns = (): number => page.plaidRuns ?? 0;

/** Points the element at the fake script, and forgets the handlers of earlier tests. */
export function usePlaid(): void {
  page.plaidHandlers = [];
  DwollaExchangeLink.configure({ partners: { plaid: { scriptUrl: plaidScript } } });
}

/** The page has no Plaid for the length of a test. */
export function withoutPlaid(): void {
  const { Plaid } = page;
  delete page.Plaid;
  for (const tag of document.querySelectorAll<HTMLScriptElement>(`script[src="${plaidScript}"]`))
    tag.remove();
  afterwards(() => {
    if (Plaid) page.Plaid = Plaid;
  });
}

/** Resolves with the nth handler (from 0) when it is open. */
export async function plaidHandler(index = 0): Promise<PlaidHandler> {
  await until(() => plaidHandlers()[index]?.calls.includes('open'), `Plaid handler ${index} to be opened`);
  return plaidHandlers()[index]!;
}
