import { Component, CUSTOM_ELEMENTS_SCHEMA, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import 'dwolla-exchange-link';
import type {
  ExchangeErrorEvent,
  ExchangeExitEvent,
  ExchangeSuccessEvent,
  PartnerName,
} from 'dwolla-exchange-link';
import { addFundingSource, listConnections, type Claim, type Connection } from './accounts';
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
    @if (connections().length) {
      <p>Which account is it?</p>
    }
    @for (connection of connections(); track connection.availableConnectionToken) {
      <button (click)="add({ partner: 'mx', availableConnectionToken: connection.availableConnectionToken })">
        {{ connection.name }}
      </button>
    }
    <p role="status">{{ message() }}</p>
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
  protected readonly connections = signal<readonly Connection[]>([]);

  protected follow(event: Event) {
    this.steps.update((before) => [...before, event.type]);
  }

  protected async linked({ detail }: ExchangeSuccessEvent) {
    if (detail.partner === 'mx') this.connections.set(await listConnections());
    else await this.add(detail);
  }

  protected async add(claim: Claim) {
    this.connections.set([]);
    try {
      const { name, id } = await addFundingSource(claim);
      this.message.set(`${name} is ready: ${id}`);
    } catch (error) {
      this.message.set(String(error));
    }
  }

  protected left({ detail }: ExchangeExitEvent) {
    this.message.set(`Left by the ${detail.reason}.`);
  }

  protected failed({ detail }: ExchangeErrorEvent) {
    this.message.set(`${detail.code}: ${detail.message}`);
  }
}
