import type { PartnerName } from '../../../src/element/index.js';

/** What the contract says a partner's signal does to an attempt that is showing that partner's UI. */
export type Effect =
  | { readonly type: 'none' | 'open' | 'activity' }
  /** `detail`: what the success detail has to hold, in addition to what every success holds. */
  | { readonly type: 'success'; readonly detail: Readonly<Record<string, unknown>> }
  | { readonly type: 'exit' }
  | { readonly type: 'error'; readonly code: string };

/** How a partner talks to the page it is on. */
export interface Voice {
  /** A callback that the element gave to a partner's script. */
  readonly call: (name: string, ...given: unknown[]) => void;
  /** A message out of the partner's frame. */
  readonly post: (data: unknown) => void;
}

export interface Signal {
  readonly effect: Effect;
  readonly send: (voice: Voice) => void;
  /** The last error that a later exit reports. */
  readonly lastError?: { readonly type: string; readonly code: string };
  /** MX: the member that is connected from now on, or null for none. */
  readonly member?: string | null;
  /** Plaid: says that an exchange is re-authenticated. */
  readonly isReauth?: true;
}

const none: Effect = { type: 'none' };
const open: Effect = { type: 'open' };
const activity: Effect = { type: 'activity' };
const exit: Effect = { type: 'exit' };
const success = (detail: Readonly<Record<string, unknown>>): Effect => ({ type: 'success', detail });
const error = (code: string): Effect => ({ type: 'error', code });

const calls =
  (name: string, ...given: unknown[]) =>
  ({ call }: Voice): void =>
    call(name, ...given);
const posts =
  (data: unknown) =>
  ({ post }: Voice): void =>
    post(data);

const loginId = '5e115eac-1209-4f19-641c-08d6d484e2fe';
const flinksUrl = `https://demo.private.fin.ag/v2/?loginId=${loginId}&institution=FlinksCapital`;
const badMetadata = Object.defineProperty({}, 'institution', {
  get: () => {
    throw new TypeError('a getter of the partner throws');
  },
});
const mxPosts = (type: string, metadata: unknown = {}) => posts({ mx: true, type, metadata });
const member = { user_guid: 'USR-1', session_guid: 'SES-1', member_guid: 'MBR-1' };
const flowError = (type: string, code: string, details?: unknown) =>
  calls('onError', {}, Object.assign(new Error('Flow'), { type, code, details }));

/** Every signal of every partner: valid, empty, broken, early and late alike. */
export const signals: Readonly<Record<PartnerName, Readonly<Record<string, Signal>>>> = {
  plaid: {
    load: { effect: open, send: calls('onLoad') },
    success: {
      effect: success({ publicToken: 'public-sandbox-1' }),
      send: calls('onSuccess', 'public-sandbox-1', {
        institution: { name: 'Bank', institution_id: 'ins_1' },
        accounts: [{ id: 'a', mask: '0000' }],
        public_token: 'public-sandbox-1',
      }),
    },
    'success without metadata': {
      effect: success({ publicToken: 'public-sandbox-2' }),
      send: calls('onSuccess', 'public-sandbox-2', null),
    },
    'success without a token': { effect: error('partner-error'), send: calls('onSuccess', '', {}) },
    'success with metadata that is hostile': {
      effect: success({ publicToken: 'public-sandbox-3' }),
      send: calls('onSuccess', 'public-sandbox-3', badMetadata),
    },
    exit: { effect: exit, send: calls('onExit', null, {}) },
    'exit after an item error': {
      effect: exit,
      lastError: { type: 'ITEM_ERROR', code: 'INVALID_CREDENTIALS' },
      send: calls('onExit', { error_type: 'ITEM_ERROR', error_code: 'INVALID_CREDENTIALS' }, {}),
    },
    'exit with a dead token': {
      effect: error('session-expired'),
      send: calls('onExit', { error_type: 'INVALID_INPUT', error_code: 'INVALID_LINK_TOKEN' }, {}),
    },
    'exit with another error': {
      // Of a type that is an exit whether Link was shown or not.
      effect: exit,
      lastError: { type: 'INSTITUTION_ERROR', code: 'INTERNAL_SERVER_ERROR' },
      send: calls('onExit', { error_type: 'INSTITUTION_ERROR', error_code: 'INTERNAL_SERVER_ERROR' }, {}),
    },
    'exit with nonsense': {
      effect: exit,
      lastError: { type: 'ITEM_ERROR', code: 'unknown' },
      send: calls('onExit', { error_type: 'ITEM_ERROR', error_code: ['nonsense'] }, 'nonsense'),
    },
    'event OPEN': { effect: activity, send: calls('onEvent', 'OPEN', { view_name: 'CONSENT' }) },
    'event OPEN for an update': {
      effect: activity,
      isReauth: true,
      send: calls('onEvent', 'OPEN', { is_update_mode: true }),
    },
    'event ERROR': {
      effect: activity,
      lastError: { type: 'ITEM_ERROR', code: 'ITEM_LOCKED' },
      send: calls('onEvent', 'ERROR', { error_type: 'ITEM_ERROR', error_code: 'ITEM_LOCKED' }),
    },
    'event of tomorrow': { effect: activity, send: calls('onEvent', 'BRAND_NEW', { secret: 'x' }) },
    'event without a name': { effect: none, send: calls('onEvent', 42, null) },
  },

  checkout: {
    ready: { effect: open, send: calls('onReady', {}) },
    change: { effect: activity, send: calls('onChange', {}) },
    submit: { effect: activity, send: calls('onSubmit', {}) },
    completed: {
      effect: success({ paymentId: 'pay_1' }),
      send: calls('onPaymentCompleted', {}, { id: 'pay_1', status: 'Approved', type: 'card' }),
    },
    'completed without an id': { effect: none, send: calls('onPaymentCompleted', {}, { id: '' }) },
    'completed with nothing': { effect: none, send: calls('onPaymentCompleted') },
    declined: {
      effect: activity,
      lastError: { type: 'Request', code: 'payment_request_declined' },
      send: flowError('Request', 'payment_request_declined', { status: 402 }),
    },
    'error of nothing': {
      effect: activity,
      lastError: { type: 'unknown', code: 'unknown' },
      send: calls('onError', {}, null),
    },
    'integration error': {
      effect: error('partner-error'),
      send: flowError('Integration', 'component_not_supported'),
    },
    'session invalid': {
      effect: error('session-expired'),
      send: flowError('Integration', 'payment_session_invalid'),
    },
    'session expired': {
      effect: error('session-expired'),
      send: flowError('Request', 'payment_request_failed', { requestErrorCodes: ['payment_expired'] }),
    },
  },

  mx: {
    loaded: { effect: activity, send: mxPosts('mx/connect/loaded', { initial_step: 'search' }) },
    ping: { effect: activity, send: mxPosts('mx/ping') },
    'step of tomorrow': { effect: activity, send: mxPosts('mx/connect/brandNew', { secret: 'x' }) },
    'bad credentials': {
      effect: activity,
      lastError: { type: 'mx/connect/memberError', code: 'DENIED' },
      send: mxPosts('mx/connect/memberError', { member: { connection_status: 'DENIED' } }),
    },
    connected: { effect: activity, member: 'MBR-1', send: mxPosts('mx/connect/memberConnected', member) },
    'connected another': {
      effect: activity,
      member: 'MBR-2',
      send: mxPosts('mx/connect/memberConnected', { ...member, member_guid: 'MBR-2' }),
    },
    deleted: {
      effect: activity,
      member: null,
      send: mxPosts('mx/connect/memberDeleted', { member_guid: 'MBR-1' }),
    },
    done: { effect: success({}), send: mxPosts('mx/connect/connected/primaryAction', {}) },
    'shapes of others': {
      effect: none,
      send: ({ post }) => {
        for (const data of [null, 7, 'mx', [], {}, { mx: false, type: 'mx/connect/connected/primaryAction' }])
          post(data);
      },
    },
  },

  visa: {},

  flinks: {
    step: { effect: activity, send: posts({ step: 'INSTITUTION_SELECTED', institution: 'FlinksCapital' }) },
    'wrong password': {
      effect: activity,
      lastError: { type: 'flinks', code: 'INVALID_PASSWORD' },
      send: posts({ step: 'INVALID_PASSWORD' }),
    },
    'code without a step': {
      effect: activity,
      lastError: { type: 'flinks', code: 'AGGREGATION_ERROR' },
      send: posts({ flinksCode: 'AGGREGATION_ERROR' }),
    },
    redirect: { effect: success({ loginId }), send: posts({ step: 'REDIRECT', url: flinksUrl }) },
    'redirect at the top': {
      effect: success({ loginId, accountId: 'acc', institution: 'X' }),
      send: posts({ step: 'REDIRECT', loginId, accountId: 'acc', institution: 'X' }),
    },
    'redirect in a string': {
      effect: success({ loginId }),
      send: posts(JSON.stringify({ step: 'REDIRECT', loginId, url: 'https://merchant.example/' })),
    },
    'redirect without a login': {
      effect: error('partner-error'),
      send: posts({ step: 'REDIRECT', url: 'https://demo.private.fin.ag/' }),
    },
    close: { effect: exit, send: posts({ step: 'COMPONENT_CLOSE_SESSION' }) },
    'dead token': { effect: error('session-expired'), send: posts({ step: 'TOKEN_INVALID' }) },
    'shapes of others': {
      effect: none,
      send: ({ post }) => {
        for (const data of [null, 7, '{', '[]', [], {}, { step: '' }, { step: 'a b' }, { step: {} }])
          post(data);
      },
    },
  },

  mastercard: {
    ack: { effect: open, send: posts({ type: 'ack' }) },
    route: { effect: activity, send: posts({ type: 'route', data: { screen: 'Search' } }) },
    user: { effect: activity, send: posts({ type: 'user', data: { action: 'Initialize' } }) },
    'bank window': { effect: open, send: posts({ type: 'url', url: 'https://bank.example/login' }) },
    'bank window of a liar': { effect: open, send: posts({ type: 'url', url: 'javascript:alert(1)' }) },
    'close the bank window': { effect: open, send: posts({ type: 'closePopup' }) },
    done: {
      effect: success({ data: { code: '200' } }),
      send: posts({ type: 'done', data: { code: '200' } }),
    },
    'done with nothing': { effect: success({ data: {} }), send: posts({ type: 'done' }) },
    cancel: { effect: exit, send: posts({ type: 'cancel', data: { code: '100' } }) },
    error: { effect: error('partner-error'), send: posts({ type: 'error', data: { code: '1440' } }) },
    'shapes of others': {
      effect: none,
      send: ({ post }) => {
        for (const data of [null, 7, 'done', [], {}, { type: 'to string' }, { type: ['done'] }]) post(data);
      },
    },
  },
};
