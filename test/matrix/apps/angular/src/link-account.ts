import { Component, input, signal } from '@angular/core';
import { DwollaExchangeLink } from 'dwolla-exchange-link';
import type { ExchangeErrorEvent, ExchangeSuccessEvent } from 'dwolla-exchange-link';
import { exchangeOf } from '../exchange.js';
import { ExchangeLink } from './exchange-link';

// Only for the simulator: where its partners are. The test puts it into the page.
DwollaExchangeLink.configure((globalThis as { simulator?: object }).simulator ?? {});

@Component({
  selector: 'app-link-account',
  imports: [ExchangeLink],
  template: `
    <dwolla-exchange-link
      [sessionUrl]="'/api/dwolla/session?partner=' + (partner() === 'plaid' ? 'plaid' : 'visa')"
      (exchange-success)="linked($event)"
      (exchange-error)="failed($event)"
    />
    <p role="status">{{ message() }}</p>
  `,
})
export class LinkAccount {
  /** From the route: `/plaid`, `/visa`, and `/linked`, which Visa returns to. */
  readonly partner = input('');
  protected readonly message = signal('');

  protected async linked({ detail }: ExchangeSuccessEvent) {
    this.message.set(await exchangeOf(detail));
  }

  protected failed({ detail }: ExchangeErrorEvent) {
    this.message.set(`${detail.code}: ${detail.message}`);
  }
}
