import { DwollaExchangeLink } from '../../src/element/dwolla-exchange-link.js';
import { afterwards, until } from './exchange-link.js';

/** What a test can do with one Flow of the fake script. */
export interface Flow {
  /** What the element has handed to Checkout.com's loader. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly calls: string[];
  readonly root: HTMLElement;
  readonly target: Element | null;
  tell: (
    callback: 'onReady' | 'onChange' | 'onSubmit' | 'onPaymentCompleted' | 'onError',
    reported?: unknown,
  ) => void;
}
type Fault = { at: 'start' | 'create' | 'available' | 'mount'; what: unknown } | null;
const page = window as unknown as {
  CheckoutWebComponents?: unknown;
  flows?: Flow[];
  flowRuns?: number;
  flowFault?: Fault;
};

let script = new URL('fake-checkout.ts', import.meta.url).href;
let scripts = 0;

export const checkoutScript = (): string => script;
export const flows = (): readonly Flow[] => page.flows ?? [];
export const flowRuns = (): number => page.flowRuns ?? 0;

/** Points the element at the fake script, and forgets the Flows of earlier tests. */
export function useCheckout(): void {
  page.flows = [];
  page.flowFault = null;
  DwollaExchangeLink.configure({ partners: { checkout: { scriptUrl: script } } });
}

/** The page has no Checkout.com yet, and the element is pointed at a script that it has not loaded before. */
export function useNewCheckout(): void {
  delete page.CheckoutWebComponents;
  for (const tag of document.scripts) if (tag.src === script) afterwards(() => tag.remove());
  script = `${script.split('#', 1)[0] ?? ''}#${++scripts}`;
  useCheckout();
}

/** The next Flow does this instead of working. */
export function breakFlow(at: NonNullable<Fault>['at'], what: unknown): void {
  page.flowFault = { at, what };
}
export function mendFlow(): void {
  page.flowFault = null;
}

/** An error as Checkout.com's script makes them. */
export const checkoutError = (type: string, code: string, details: object = {}): Error =>
  Object.assign(new Error(`[${type}]: something about hunter2 [${code}]`), {
    name: 'CheckoutError',
    type,
    code,
    details,
  });

/** Resolves with the nth Flow (from 0) when it is mounted. */
export async function mountedFlow(index = 0): Promise<Flow> {
  await until(() => flows()[index]?.calls.includes('mount'), `Flow ${index} to be mounted`);
  return flows()[index]!;
}
