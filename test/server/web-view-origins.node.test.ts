import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backend } from './backend.js';

/** Where the pages of apps are, by what makes the app. */
const origins = {
  'Capacitor on iOS': 'capacitor://localhost',
  'Capacitor on Android': 'https://localhost',
  'Ionic on iOS': 'ionic://localhost',
  Tauri: 'tauri://localhost',
};

for (const [app, origin] of Object.entries(origins))
  test(`${app}: a page at ${origin} gets a session where it is allowed, and the page may read it`, async () => {
    const ask = (handler: Backend['handler'], from: string): Promise<Response> =>
      handler(
        new Request('https://shop.example/api/session?partner=plaid', {
          headers: { 'x-user': 'jane', origin: from },
        }),
      );
    await Backend.with({ allowedOrigins: [origin] }, async ({ handler }) => {
      const answer = await ask(handler, origin);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), origin);
      // Another app's scheme, another host of the same scheme, and a page that a string was loaded into.
      for (const other of ['other://localhost', `${origin}.evil`, 'null'])
        assert.equal((await ask(handler, other)).status, 403, other);
    });
    await Backend.with({}, async ({ handler }) => {
      assert.equal((await ask(handler, origin)).status, 403);
    });
  });
