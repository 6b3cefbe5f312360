import { Directive, effect, ElementRef, inject, input } from '@angular/core';
import type { DwollaExchangeLink, GetSession, PartnerName } from 'dwolla-exchange-link';

/** Lets the compiler check what templates bind to the element; a schema alone lets everything pass. */
@Directive({ selector: 'dwolla-exchange-link' })
export class ExchangeLink {
  readonly sessionUrl = input('');
  readonly getSession = input<GetSession | null>(null);
  readonly partner = input<PartnerName | ''>('');

  constructor() {
    const { nativeElement } = inject<ElementRef<DwollaExchangeLink>>(ElementRef);
    effect(() => {
      nativeElement.sessionUrl = this.sessionUrl();
      nativeElement.getSession = this.getSession();
      nativeElement.partner = this.partner();
    });
  }
}
