import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'app-home',
  imports: [RouterLink],
  template: `
    <h1>Link an account</h1>
    <ul>
      <li><a routerLink="/link/plaid">A bank, with Plaid</a></li>
      <li><a routerLink="/link/mx">A bank, with MX</a></li>
      <li><a routerLink="/link/visa">A bank, with Visa</a></li>
      <li><a routerLink="/link/checkout">A card, with Checkout.com</a></li>
    </ul>
  `,
})
export class Home {}
