import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';

@Component({
  selector: 'app-home',
  imports: [RouterLink],
  template: `
    <h1>Add an account</h1>
    <ul>
      <li><a routerLink="/add/plaid">A bank, with Plaid</a></li>
      <li><a routerLink="/add/mx">A bank, with MX</a></li>
      <li><a routerLink="/add/visa">A bank, with Visa</a></li>
      <li><a routerLink="/add/checkout">A card, with Checkout.com</a></li>
    </ul>
  `,
})
export class Home {}
