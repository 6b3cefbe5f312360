import { createElement } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { PlaidLinkOptions } from 'react-plaid-link';
import { usePlaidLink } from 'react-plaid-link';
import { note } from '../simulator/partners/shared/calls.js';

const callbacks: Omit<PlaidLinkOptions, 'token'> = {
  onSuccess: note('onSuccess'),
  onExit: note('onExit'),
  onEvent: note('onEvent'),
  onLoad: note('onLoad'),
};

/** The button of Plaid's own example: it can be pressed once the hook is ready. */
function LinkButton({ token }: { readonly token: string }): ReactNode {
  const { open, ready, error } = usePlaidLink({ ...callbacks, token });
  const text = error === null ? 'Connect a bank account' : 'Plaid did not load';
  return createElement('button', { type: 'button', onClick: () => open(), disabled: !ready }, text);
}

const root = createRoot(document.querySelector('#here') ?? document.body);

/** Shows the button for a token; another token replaces Plaid's handler. */
const launch = (token: string): void => root.render(createElement(LinkButton, { token }));
const leave = (): void => root.unmount();

Object.assign(window, { launch, leave });
