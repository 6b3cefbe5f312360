import { expect, type Locator, type Page } from '@playwright/test';

/** One event of the element, as a page's listener got it. */
export interface SeenEvent {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const linkNames = ['state', 'ready', 'opening', 'open', 'activity', 'success', 'exit', 'error'];
const eventNames = [
  ...linkNames.map((name) => `exchange-${name}`),
  ...['state', 'added', 'exit', 'error'].map((name) => `funding-source-${name}`),
  'exchange-reauthenticated',
];
const outcomeEvents = ['exchange-success', 'exchange-exit', 'exchange-error'];

/** Options for `expect.poll` over what this process knows by itself: by default it waits up to a second between two looks. */
export const lookOften = { intervals: [50] };

/** What the page's own policy, enforced or only watching, refused. */
export interface SeenViolation {
  readonly directive: string;
  /** A URL, or a word such as `inline` or `trusted-types-sink`. */
  readonly blocked: string;
}

/** Everything that went on in a page, over all the documents it showed. */
export class Linking {
  readonly page: Page;
  /** The element's events, in their order. */
  readonly events: SeenEvent[] = [];
  /** What the policy of the page refused; Trusted Types too. */
  readonly violations: SeenViolation[] = [];
  /** Uncaught exceptions and what the page's own code complained of. */
  readonly complaints: string[] = [];
  /** What the element wrote to the console about errors that the page does not handle. */
  readonly errorLines: string[] = [];
  /** What the browser itself reported: failed requests, refusals of the page's policy. */
  readonly browserReports: string[] = [];

  /** Addresses asked for that are not on this machine. */
  readonly foreignRequests: string[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  /** Begins to watch a page that has not been anywhere yet. */
  static async watch(page: Page): Promise<Linking> {
    const linking = new Linking(page);
    await page.exposeBinding('reportExchangeEvent', (_source, event: SeenEvent) => {
      linking.events.push(event);
    });
    await page.exposeBinding('reportException', (_source, text: string) => {
      linking.complaints.push(text);
    });
    await page.exposeBinding('reportViolation', (_source, violation: SeenViolation) => {
      linking.violations.push(violation);
    });
    await page.addInitScript((names) => {
      const { reportExchangeEvent, reportException, reportViolation } = window as unknown as Record<
        'reportExchangeEvent' | 'reportException' | 'reportViolation',
        (report: unknown) => Promise<void>
      >;
      // On the window: Firefox keeps that of a frame's first, empty document for the next one.
      for (const name of names)
        addEventListener(name, (event) => {
          void reportExchangeEvent({ type: name, detail: (event as CustomEvent<unknown>).detail });
        });
      // What goes wrong in a partner's own document is none of the element's.
      const isOfThePage = (): boolean => {
        try {
          return !!window.top?.document;
        } catch {
          return false;
        }
      };
      const report = (problem: unknown): void => {
        if (isOfThePage())
          void reportException(`uncaught: ${String(problem instanceof Error ? problem.stack : problem)}`);
      };
      addEventListener('error', ({ error, message }) => report(error ?? message));
      addEventListener('unhandledrejection', ({ reason }) => report(reason));
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
        if (isOfThePage()) void reportViolation({ directive: effectiveDirective, blocked: blockedURI });
      });
    }, eventNames);
    page.on('request', (request) => {
      if (!/^(http:\/\/(127\.0\.0\.1|localhost)[:/]|data:|blob:)/.test(request.url()))
        linking.foreignRequests.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const text = message.text();
      // Chromium prints these for itself, whatever the page does about them.
      const own =
        /^(Failed to load resource|Fetch API cannot load|Access to (fetch|script)|Refused to|Framing '|Loading the script|Connecting to)|violates the following|because it set 'X-Frame-Options'/;
      // The element says so itself where nobody handles an error, which is an event that the tests look at.
      if (/^<dwolla-(exchange-link|add-funding-source)> [\w-]+: /.test(text)) linking.errorLines.push(text);
      else (own.test(text) ? linking.browserReports : linking.complaints).push(text);
    });
    return linking;
  }

  get element(): Locator {
    return this.page.locator('dwolla-exchange-link');
  }

  /** Presses a control that has just taken another one's place: that one's double press is over after 500 ms. */
  async pressAnother(part: string): Promise<void> {
    await this.afterPress();
    await this.part(part).click();
  }

  /** Until a press of another of the element's own controls counts: what comes sooner is the second half of a double press. */
  async afterPress(): Promise<void> {
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  }

  /** A part of the element's own view: `message`, `button`, `close-button`, `frame`, `status`. */
  part(name: string): Locator {
    return this.element.locator(`[part~="${name}"]`);
  }

  /** The ends of attempts so far: one each. */
  get outcomes(): readonly SeenEvent[] {
    return this.events.filter(({ type }) => outcomeEvents.includes(type));
  }

  async waitForState(state: string): Promise<void> {
    await expect(this.element).toHaveAttribute('state', state);
  }

  /** Waits for an event and answers its detail; the latest, where there were more. */
  async waitFor(type: string): Promise<SeenEvent['detail']> {
    await expect
      .poll(() => this.events.map((event) => event.type), { message: `waiting for ${type}`, ...lookOften })
      .toContain(type);
    return this.events.findLast((event) => event.type === type)!.detail;
  }

  /** Waits until the attempt has ended; fails unless it ended once, in this way. */
  async waitForOutcome(
    type: 'exchange-success' | 'exchange-exit' | 'exchange-error',
  ): Promise<SeenEvent['detail']> {
    await expect
      .poll(() => this.outcomes.length, { message: `waiting for ${type}`, ...lookOften })
      .toBeGreaterThan(0);
    await this.settle();
    expect(this.outcomes.map((event) => event.type)).toEqual([type]);
    return this.outcomes[0]!.detail;
  }

  /** Lets everything that the page has queued happen, so that a second outcome would be seen. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
        }),
    );
  }

  /** The element's own sentence for the present state, after it is on the screen. */
  async readMessage(): Promise<string> {
    await expect(this.part('message')).toBeVisible();
    return (await this.part('message').innerText()).trim();
  }
}
