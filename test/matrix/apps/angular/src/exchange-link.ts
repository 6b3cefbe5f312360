import { Component, effect, ElementRef, inject, input } from '@angular/core';
import type { DwollaExchangeLink, PartnerName } from 'dwolla-exchange-link';

/**
 * The element as Angular knows it. A component owns its tag, so templates need no CUSTOM_ELEMENTS_SCHEMA, and a misspelled
 * input is an error.
 */
@Component({ selector: 'dwolla-exchange-link', template: '<ng-content />' })
export class ExchangeLink {
  readonly sessionUrl = input('');
  readonly partner = input<PartnerName | ''>('');

  constructor() {
    const { nativeElement } = inject<ElementRef<DwollaExchangeLink>>(ElementRef);
    effect(() => {
      nativeElement.sessionUrl = this.sessionUrl();
      nativeElement.partner = this.partner();
    });
  }
}
