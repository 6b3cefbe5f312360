/**
 * MX's own Connect widget, as the page that MX hosts shows it. That page is not published: its part here is the envelope of
 * the messages (https://docs.mx.com/connect/widget-events), and an API that answers from memory.
 */
import { ApiProvider, ConnectWidget } from '@mxenabled/connect-widget';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const guids = { user_guid: 'USR-1', session_guid: 'SES-1' };
const host = new URL(document.referrer).origin;
const tell = (type, metadata = {}) =>
  parent.postMessage({ mx: true, type: `mx/${type}`, metadata: { ...guids, ...metadata } }, host);

const institution = { guid: 'INS-1', code: 'mxbank', name: 'MX Bank', url: 'https://www.mx.com' };
const credentials = [
  { guid: 'CRD-1', field_name: 'username', field_type: 3, label: 'User name', display_order: 0 },
  { guid: 'CRD-2', field_name: 'password', field_type: 1, label: 'Password', display_order: 1 },
];
const status = { denied: 2, connected: 6 };
let member = {
  guid: 'MBR-1',
  user_guid: guids.user_guid,
  institution_guid: institution.guid,
  connection_status: status.connected,
  is_being_aggregated: false,
  most_recent_job_guid: 'JOB-1',
};
const verification = { guid: 'JOB-1', job_type: 1, status: 6 };

/** As at MX's test bank: passwords in capitals make it fail. */
function signIn({ credentials: values = [] }) {
  const password = values.find(({ guid }) => guid === 'CRD-2')?.value;
  if (password === 'SERVER_ERROR') return Promise.reject(new Error('500'));
  member = { ...member, connection_status: password === 'UNAUTHORIZED' ? status.denied : status.connected };
  return Promise.resolve(member);
}

const api = {
  addMember: (given) => signIn(given).then((added) => ({ member: added })),
  updateMember: signIn,
  loadMemberByGuid: () => Promise.resolve(member),
  loadMembers: () => Promise.resolve([]),
  loadPopularInstitutions: () => Promise.resolve([institution]),
  loadInstitutions: () => Promise.resolve([institution]),
  loadDiscoveredInstitutions: () => Promise.resolve([]),
  loadInstitutionByGuid: () => Promise.resolve({ ...institution, credentials }),
  getInstitutionCredentials: () => Promise.resolve(credentials),
  getMemberCredentials: () => Promise.resolve(credentials),
  loadJob: () => Promise.resolve(verification),
  runJob: () => Promise.resolve(verification),
};

tell('load');
createRoot(document.getElementById('widget')).render(
  createElement(
    ApiProvider,
    { apiValue: api },
    createElement(ConnectWidget, {
      clientConfig: { mode: 'verification', ui_message_version: 4 },
      language: { locale: 'en', custom_copy_namespace: '' },
      profiles: {
        loading: false,
        client: { guid: 'CLT-1', has_atrium_api: true },
        clientColorScheme: {},
        clientProfile: {},
        user: { guid: guids.user_guid },
        userProfile: { guid: 'UPF-1', too_small_modal_dismissed_at: null },
        widgetProfile: {},
      },
      userFeatures: {},
      onPostMessage: tell,
    }),
  ),
);
