import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, RouterLink, RouterOutlet, withComponentInputBinding } from '@angular/router';
import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { AddAccount } from './add-account';
import { Added } from './added';
import { Home } from './home';
import { LinkOnly } from './link-only';

// Only for the simulator: where its partners are.
DwollaExchangeLink.configure(await (await fetch('/api/simulator')).json());

@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterOutlet],
  template: '<nav><a routerLink="/">Home</a></nav><router-outlet />',
})
class App {}

const routes = [
  { path: '', component: Home },
  { path: 'add/:partner', component: AddAccount },
  // Visa leaves the site. This is the redirect URL that the backend names.
  { path: 'linked', component: AddAccount, data: { partner: 'visa' } },
  { path: 'added/:id', component: Added },
  { path: 'link/:partner', component: LinkOnly },
];

await bootstrapApplication(App, { providers: [provideRouter(routes, withComponentInputBinding())] });
