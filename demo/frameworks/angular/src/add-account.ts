import { Component, CUSTOM_ELEMENTS_SCHEMA, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import 'dwolla-exchange-link/add-funding-source';

@Component({ schemas: [CUSTOM_ELEMENTS_SCHEMA], templateUrl: './add-account.html' })
export class AddAccount {
  /** From the route. */
  readonly partner = input.required<string>();
  protected readonly router = inject(Router);
}
