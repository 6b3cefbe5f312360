import { Component, CUSTOM_ELEMENTS_SCHEMA, input, signal } from '@angular/core';
import 'dwolla-exchange-link';
import type {
  ExchangeErrorEvent,
  ExchangeExitEvent,
  ExchangeSuccessEvent,
  PartnerName,
} from 'dwolla-exchange-link';
import { ExchangeLink } from './exchange-link';

@Component({
  selector: 'app-link-only',
  imports: [ExchangeLink],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <dwolla-exchange-link
      [sessionUrl]="'/api/dwolla/session?partner=' + partner()"
      [partner]="partner()"
      checkout-public-key="pk_sbox_simulatedkeyforcheckoutflow"
      (exchange-state)="follow($event)"
      (exchange-ready)="follow($event)"
      (exchange-opening)="follow($event)"
      (exchange-open)="follow($event)"
      (exchange-activity)="follow($event)"
      (exchange-success)="linked($event)"
      (exchange-exit)="left($event)"
      (exchange-error)="failed($event)"
    />
    <p role="status">{{ message() }}</p>
    <p>
      <small>{{ steps().join(', ') }}</small>
    </p>
  `,
})
export class LinkOnly {
  /** From the route. */
  readonly partner = input.required<PartnerName>();

  protected readonly message = signal('');
  protected readonly steps = signal<readonly string[]>([]);

  protected follow(event: Event) {
    this.steps.update((before) => [...before, event.type]);
  }

  protected linked({ detail }: ExchangeSuccessEvent) {
    this.message.set(`Linked with ${detail.partner}.`);
  }

  protected left({ detail }: ExchangeExitEvent) {
    this.message.set(`Left by the ${detail.reason}.`);
  }

  protected failed({ detail }: ExchangeErrorEvent) {
    this.message.set(`${detail.code}: ${detail.message}`);
  }
}
