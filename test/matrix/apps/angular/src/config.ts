import type { ApplicationConfig } from '@angular/core';
import { provideClientHydration } from '@angular/platform-browser';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { Home } from './app';
import { LinkAccount } from './link-account';

export const config: ApplicationConfig = {
  providers: [
    provideClientHydration(),
    provideRouter(
      [
        { path: '', component: Home },
        { path: ':partner', component: LinkAccount },
      ],
      withComponentInputBinding(),
    ),
  ],
};
