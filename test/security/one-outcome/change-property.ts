import { longTimeout, shortTimeout, type Page } from './page.js';
import type { Action, Sequence } from './sequence.js';

let made = 0;

/** What a host changes about the element itself. Tells the model of what it cannot see. */
export function changeProperty(action: Action, page: Page, partner: Sequence['partner']): void {
  const { element, model, sessions } = page;
  switch (action) {
    case 'next session':
      element.session = sessions.body('fresh') as object;
      return;
    case 'same session again':
      element.session = element.session && (JSON.parse(JSON.stringify(element.session)) as object);
      return;
    case 'no session':
      element.session = null;
      return;
    case 'broken session':
      element.session = ['not', 'a', 'session', ++made];
      return page.breakSession();
    case 'next function':
      element.getSession = page.makeGetSession();
      return;
    case 'no function':
      element.getSession = null;
      return;
    case 'next url':
      element.setAttribute('session-url', `/session/${++made}`);
      return;
    case 'no url':
      element.sessionUrl = '';
      return;
    case 'right partner':
      element.setAttribute('partner', partner);
      return;
    case 'wrong partner':
      element.setAttribute('partner', partner === 'mx' ? 'flinks' : 'mx');
      return;
    case 'any partner':
      element.partner = '';
      return;
    case 'manual':
    case 'auto':
      element.launch = action;
      return model.noteLaunch();
    case 'reauth':
    case 'not reauth':
      element.toggleAttribute('reauth', action === 'reauth');
      return model.noteReauth();
    case 'short timeout':
      element.timeout = element.timeout === shortTimeout ? longTimeout : shortTimeout;
      model.shortestTimeout = shortTimeout;
      return;
    case 'key':
    case 'no key':
      element.checkoutPublicKey = action === 'key' ? 'pk_sbox_2' : '';
      return model.noteKey();
    case 'locale':
      element.locale = element.locale === 'es' ? 'en-US' : 'es';
      return;
    default:
      throw new Error(`${action} is no change of a property.`);
  }
}
