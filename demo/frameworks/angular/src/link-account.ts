import { Component, CUSTOM_ELEMENTS_SCHEMA, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import 'dwolla-exchange-link';
import type {
  ExchangeErrorEvent,
  ExchangeExitEvent,
  ExchangeSuccessEvent,
  PartnerName,
} from 'dwolla-exchange-link';
import { afterSuccess, type Choice, type Next } from './accounts';
import { ExchangeLink } from './exchange-link';

@Component({
  selector: 'app-link-account',
  imports: [ExchangeLink, RouterLink],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <a routerLink="/">Back</a>
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
    @for (choice of choices(); track choice) {
      <button (click)="goOn(choice.choose)">{{ choice.label }}</button>
    }
    <p>
      <small>{{ steps().join(', ') }}</small>
    </p>
  `,
})
export class LinkAccount {
  /** From the route. */
  readonly partner = input.required<PartnerName>();

  protected readonly message = signal('');
  protected readonly steps = signal<readonly string[]>([]);
  protected readonly choices = signal<readonly Choice[]>([]);

  protected follow(event: Event) {
    this.steps.update((before) => [...before, event.type]);
  }

  protected linked({ detail }: ExchangeSuccessEvent) {
    return this.goOn(() => afterSuccess(detail));
  }

  /** Does a step, and shows what comes of it. After one that failed there is the same choice again. */
  protected async goOn(step: () => Promise<Next>) {
    const offered = this.choices();
    this.choices.set([]);
    try {
      const next = await step();
      this.message.set(next.message);
      this.choices.set(next.choices);
    } catch (error) {
      this.message.set(String(error));
      this.choices.set(offered);
    }
  }

  protected left({ detail }: ExchangeExitEvent) {
    this.message.set(`Left by the ${detail.reason}.`);
  }

  protected failed({ detail }: ExchangeErrorEvent) {
    this.message.set(`${detail.code}: ${detail.message}`);
  }
}
