import type { PartnerName } from '../../src/element/index.js';
import { exchangePartnerHref } from '../support/sessions.js';
import { canary } from './canary.js';
import type { Voice } from './one-outcome/partner-signals.js';

const loginId = '5e115eac-1209-4f19-641c-08d6d484e2fe';
const secret = canary('secret');

/** A session with something secret in every field that there may be. */
export function secretSession(partner: PartnerName): object {
  const others = {
    id: canary('session-id'),
    created: canary('created'),
    account: { number: canary('account') },
  };
  const links = (href?: string): object => ({
    ...others,
    _links: {
      self: { href: `https://api.dwolla.com/exchange-sessions/${canary('self')}` },
      'exchange-partner': { href: exchangePartnerHref, title: canary('partner-title') },
      ...(href && { 'external-provider-session': { href, type: canary('type') } }),
    },
  });
  switch (partner) {
    case 'plaid':
      return { ...links(), externalProviderSessionToken: `link-sandbox-${canary('token')}` };
    case 'checkout':
      return {
        ...links(),
        externalProviderSessionData: {
          id: `ps_${canary('id')}`,
          payment_session_secret: `pss_${canary('secret')}`,
          payment_session_token: canary('payment-token'),
          region: canary('region'),
        },
      };
    case 'mx':
      return links(
        `https://int-widgets.moneydesktop.com/md/${canary('path')}?t=${canary('query')}#${secret}`,
      );
    case 'visa':
      return links(`https://link.visa.com/1.0/${canary('path')}?state=${canary('query')}`);
    case 'flinks':
      return links(`https://demo.private.fin.ag/v2/?authorizeToken=${canary('query')}`);
    case 'mastercard':
      return links(`https://connect2.finicity.com/?signature=${canary('query')}`);
  }
}

/** An error as partners and hosts make them, with a secret in whatever it has. */
export function secretError(fields: object = {}): Error {
  const error = new Error(`${canary('message')} https://api.example.com/?token=${canary('url')}`, {
    cause: new Error(canary('cause')),
  });
  error.stack = `Error: ${canary('stack')}`;
  return Object.assign(error, { request: { headers: { authorization: canary('bearer') } }, ...fields });
}

/** Something that partner says, and what it leads to. */
export interface Saying {
  readonly say: (voice: Voice) => void;
  readonly leadsTo: 'open' | 'success' | 'exited' | 'error';
}

const plaidEvent = (name: string, metadata: object) => (voice: Voice) =>
  voice.call('onEvent', name, {
    account_number_mask: canary('mask'),
    routing_number: canary('routing'),
    institution_search_query: canary('search'),
    public_token: canary('public-token'),
    link_token: canary('link-token'),
    url: canary('url'),
    nested: { field: canary('nested') },
    ...metadata,
  });
const flowError = (type: string, code: string) => (voice: Voice) =>
  voice.call(
    'onError',
    { type: canary('component') },
    secretError({
      type,
      code,
      details: {
        message: canary('details'),
        requestErrorCodes: [canary('request-code')],
        card: canary('card'),
      },
    }),
  );
const mxPost = (type: string, metadata: object) => (voice: Voice) =>
  voice.post({
    mx: true,
    type,
    extra: canary('extra'),
    metadata: {
      query: canary('query'),
      url: `https://bank.example/?${canary('url')}`,
      credentials: [{ guid: 'CRD-1', value: canary('credential') }],
      login: canary('login'),
      ...metadata,
    },
  });
const frameSays = (message: object) => (voice: Voice) =>
  voice.post({
    account: canary('account'),
    credentials: { password: canary('password') },
    token: canary('token'),
    ...message,
  });
const frameSaysInText = (message: object) => (voice: Voice) =>
  voice.post(JSON.stringify({ token: canary('token'), ...message }));

/** Everything a partner says, with secrets in all that the host has no business with. In the order of a visit. */
export const sayings: Readonly<Record<PartnerName, readonly Saying[]>> = {
  plaid: [
    { say: ({ call }) => call('onLoad', canary('load')), leadsTo: 'open' },
    { say: plaidEvent('OPEN', { view_name: 'CONSENT' }), leadsTo: 'open' },
    { say: plaidEvent('SEARCH_INSTITUTION', {}), leadsTo: 'open' },
    { say: plaidEvent('SUBMIT_ACCOUNT_NUMBER', {}), leadsTo: 'open' },
    {
      say: plaidEvent('OF_TOMORROW', { error_code: canary('code'), view_name: canary('view') }),
      leadsTo: 'open',
    },
    {
      say: plaidEvent('ERROR', {
        error_type: 'ITEM_ERROR',
        error_code: 'ITEM_LOCKED',
        error_message: canary('error-message'),
        display_message: canary('display-message'),
      }),
      leadsTo: 'open',
    },
    {
      say: ({ call }) =>
        call('onSuccess', 'public-sandbox-fine', {
          public_token: canary('public-token'),
          institution: { name: 'Bank', institution_id: 'ins_1', secret: canary('institution') },
          accounts: [{ id: 'a', number: canary('number'), balances: { current: canary('balance') } }],
          link_session_id: 's',
          transfer_status: canary('transfer'),
        }),
      leadsTo: 'success',
    },
    {
      say: ({ call }) =>
        call(
          'onExit',
          {
            error_type: 'ITEM_ERROR',
            error_code: 'INVALID_CREDENTIALS',
            error_message: canary('error-message'),
            display_message: canary('display-message'),
            request_id: canary('request'),
          },
          {
            status: canary('status'),
            institution: { name: canary('bank') },
            link_session_id: canary('session'),
          },
        ),
      leadsTo: 'exited',
    },
    {
      say: ({ call }) =>
        call('onExit', { error_type: 'API_ERROR', error_code: 'INTERNAL', error_message: canary('error') }),
      leadsTo: 'exited',
    },
    {
      say: ({ call }) =>
        call('onExit', { error_type: canary('type'), error_code: `not a code: ${canary('code')}` }),
      leadsTo: 'exited',
    },
    {
      say: ({ call }) =>
        call(
          'onSuccess',
          'public-sandbox-fine',
          Object.defineProperty({}, 'institution', {
            get: () => {
              throw secretError();
            },
          }),
        ),
      leadsTo: 'success',
    },
  ],

  checkout: [
    { say: ({ call }) => call('onReady', { type: canary('component') }), leadsTo: 'open' },
    { say: ({ call }) => call('onChange', { card: canary('card') }), leadsTo: 'open' },
    { say: ({ call }) => call('onSubmit', { card: canary('card') }), leadsTo: 'open' },
    { say: flowError('Request', 'payment_request_declined'), leadsTo: 'open' },
    { say: flowError('Submit', 'component_invalid'), leadsTo: 'open' },
    {
      say: ({ call }) =>
        call(
          'onPaymentCompleted',
          { type: canary('component') },
          {
            id: 'pay_1',
            status: 'Approved',
            type: 'card',
            card: { number: canary('number') },
            token: canary('token'),
          },
        ),
      leadsTo: 'success',
    },
    { say: flowError('Integration', 'component_not_supported'), leadsTo: 'error' },
    { say: flowError('Integration', 'payment_session_invalid'), leadsTo: 'error' },
  ],

  mx: [
    { say: mxPost('mx/connect/loaded', { initial_step: 'search' }), leadsTo: 'open' },
    { say: mxPost('mx/connect/institutionSearch', {}), leadsTo: 'open' },
    {
      say: mxPost('mx/connect/enterCredentials', { institution: { guid: canary('guid') } }),
      leadsTo: 'open',
    },
    { say: mxPost('mx/connect/oauthRequested', { member_guid: 'MBR-1' }), leadsTo: 'open' },
    { say: mxPost('mx/connect/ofTomorrow', { member_guid: canary('member') }), leadsTo: 'open' },
    { say: mxPost('mx/connect/memberError', { member: { token: canary('member') } }), leadsTo: 'open' },
    {
      say: mxPost('mx/connect/memberConnected', {
        user_guid: 'USR-1',
        member_guid: 'MBR-1',
        session_guid: 'SES-1',
      }),
      leadsTo: 'open',
    },
    { say: mxPost('mx/connect/connected/primaryAction', {}), leadsTo: 'success' },
  ],

  visa: [],

  flinks: [
    { say: frameSays({ step: 'INSTITUTION_SELECTED', institution: 'FlinksCapital' }), leadsTo: 'open' },
    { say: frameSays({ step: 'SUBMIT_CREDENTIAL', url: canary('url') }), leadsTo: 'open' },
    { say: frameSays({ step: 'INVALID_PASSWORD', message: canary('message') }), leadsTo: 'open' },
    { say: frameSaysInText({ step: 'ACCOUNT_SELECTED', accountNumber: canary('number') }), leadsTo: 'open' },
    {
      say: frameSays({
        step: 'REDIRECT',
        url: `https://demo.private.fin.ag/?loginId=${loginId}&x=${canary('x')}`,
      }),
      leadsTo: 'success',
    },
    { say: frameSays({ step: 'COMPONENT_CLOSE_SESSION' }), leadsTo: 'exited' },
    { say: frameSays({ step: 'TOKEN_INVALID' }), leadsTo: 'error' },
    {
      say: frameSays({ step: 'REDIRECT', url: `https://demo.private.fin.ag/?${canary('x')}` }),
      leadsTo: 'error',
    },
  ],

  mastercard: [
    { say: frameSays({ type: 'ack' }), leadsTo: 'open' },
    { say: frameSays({ type: 'route', data: { screen: 'Search', url: canary('url') } }), leadsTo: 'open' },
    {
      say: frameSays({
        type: 'user',
        data: { action: 'Submit', password: canary('password'), ttl: canary('ttl') },
      }),
      leadsTo: 'open',
    },
    { say: frameSays({ type: 'url', url: `https://bank.example/?token=${canary('url')}` }), leadsTo: 'open' },
    { say: frameSays({ type: 'closePopup' }), leadsTo: 'open' },
    {
      say: frameSays({
        type: 'done',
        data: {
          code: '200',
          reason: 'OK',
          token: canary('token'),
          reportData: [{ reportId: 'r', portfolioId: 'p', type: 'voa', account: canary('account') }],
        },
      }),
      leadsTo: 'success',
    },
    {
      say: frameSays({ type: 'cancel', data: { code: '100', reason: canary('reason') } }),
      leadsTo: 'exited',
    },
    {
      say: frameSays({
        type: 'error',
        data: { code: '1440', message: canary('message'), url: canary('url') },
      }),
      leadsTo: 'error',
    },
  ],
};
