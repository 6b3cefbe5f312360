import { randomBytes } from 'node:crypto';
import type { SessionRules } from '../session-rules.js';

const lifetime = 10 * 60_000;

/** A widget URL whose path has the token. */
export const session: SessionRules<'mx'> = {
  shape: /^[A-Za-z0-9_-]{20,2000}$/,
  lifetime,
  reauthLifetime: lifetime,
  isReloadable: false,
  create: ({ origins }) => {
    const credential = randomBytes(240)
      .toString('base64')
      .replace(/[^A-Za-z0-9]/g, '')
      .slice(0, 120);
    const config = Buffer.from(
      JSON.stringify({ ui_message_version: 4, ui_message_webview_url_scheme: 'mx', mode: 'verification' }),
    )
      .toString('base64')
      .replaceAll('=', '%3D');
    const href = `${origins.mx}/md/connect/${credential}/${config}`;
    return { credential, href, linkToken: null, paymentSession: null };
  },
};
