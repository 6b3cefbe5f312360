import { DwollaExchangeLink } from '../../src/element/dwolla-exchange-link.js';
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

/** Where the fake script is. A fragment of its own makes it a script that the page has not seen yet. */
let script = new URL('fake-plaid.ts', import.meta.url).href;
let scripts = 0;
export const plaidScript = (): string => script;

/** All handlers that this test has caused, first to last. */
export const plaidHandlers = (): readonly PlaidHandler[] => page.plaidHandlers ?? [];

/** How often Plaid's script ran on this page. */
export const plaidRuns = (): number => page.plaidRuns ?? 0;

/** Points the element at the fake script, and forgets the handlers of earlier tests. */
export function usePlaid(): void {
  page.plaidHandlers = [];
  DwollaExchangeLink.configure({ partners: { plaid: { scriptUrl: script } } });
}

/** The page has no Plaid yet, and the element is pointed at a script that it has not loaded before. */
export function useNewPlaid(): void {
  delete page.Plaid;
  for (const tag of document.scripts) if (tag.src === script) afterwards(() => tag.remove());
  script = `${script.split('#', 1)[0] ?? ''}#${++scripts}`;
  usePlaid();
}

/** Resolves with the nth handler (from 0) when it is open. */
export async function plaidHandler(index = 0): Promise<PlaidHandler> {
  await until(() => plaidHandlers()[index]?.calls.includes('open'), `Plaid handler ${index} to be opened`);
  return plaidHandlers()[index]!;
}
