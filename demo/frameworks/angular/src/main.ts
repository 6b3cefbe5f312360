import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, RouterOutlet, withComponentInputBinding } from '@angular/router';
import { DwollaExchangeLink } from 'dwolla-exchange-link';
import { Home } from './home';
import { LinkAccount } from './link-account';

// Only for the simulator: where its partners are.
DwollaExchangeLink.configure(await (await fetch('/api/simulator')).json());

@Component({ selector: 'app-root', imports: [RouterOutlet], template: '<router-outlet />' })
class App {}

const routes = [
  { path: '', component: Home },
  { path: 'link/:partner', component: LinkAccount },
  // Visa leaves the site. This is the redirect URL that the backend names.
  { path: 'linked', component: LinkAccount, data: { partner: 'visa' } },
];

await bootstrapApplication(App, { providers: [provideRouter(routes, withComponentInputBinding())] });
