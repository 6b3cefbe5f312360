/** A page that shows Connect with Mastercard's own SDK, in an element of its own: with the handlers that our host code has. */
import { Connect } from 'connect-web-sdk';

const handlers = Object.fromEntries(
  ['onDone', 'onCancel', 'onError', 'onLoad', 'onRoute', 'onUser'].map((name) => [name, () => {}]),
);
const node = document.createElement('div');
document.body.append(node);
Connect.launch(new URLSearchParams(location.search).get('link'), handlers, { node });
