import { Component, input } from '@angular/core';

@Component({ template: '<p role="status">Your account is ready: {{ id() }}</p>' })
export class Added {
  /** From the route. */
  readonly id = input.required<string>();
}
