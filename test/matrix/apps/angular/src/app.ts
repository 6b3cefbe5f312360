import { Component } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';

@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterOutlet],
  template: `
    <p>
      <a routerLink="/plaid">A bank, with Plaid</a>
      <a routerLink="/visa">A bank, with Visa</a>
    </p>
    <router-outlet />
  `,
})
export class App {}

@Component({ selector: 'app-home', template: '<h1>Link an account</h1>' })
export class Home {}
