import type { ConnectEventHandlers } from 'connect-web-sdk';
import { Connect } from 'connect-web-sdk';
import { note } from '../simulator/partners/shared/calls.js';

const handlers: ConnectEventHandlers = {
  onDone: note('onDone'),
  onCancel: note('onCancel'),
  onError: note('onError'),
  onRoute: note('onRoute'),
  onUser: note('onUser'),
  onLoad: note('onLoad'),
};

/** Shows Connect the way its README does. */
const launch = (url: string): void => {
  Connect.launch(url, handlers);
};

Object.assign(window, { launch });
