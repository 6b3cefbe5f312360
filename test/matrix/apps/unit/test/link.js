import { DwollaExchangeLink } from 'dwolla-exchange-link';

// A frame of the page's own stands for the partner's.
DwollaExchangeLink.configure({ partners: { mx: { hosts: [location.origin] } } });

/** Renders the element with a session for MX, and what it reports. */
async function start() {
  const reports = [];
  const link = document.createElement('dwolla-exchange-link');
  link.addEventListener('exchange-success', ({ detail }) =>
    reports.push(`exchange-success ${detail.partner} ${detail.memberGuid}`),
  );
  link.addEventListener('exchange-exit', ({ detail }) => reports.push(`exchange-exit ${detail.reason}`));
  link.partner = 'mx';
  const href = `${location.origin}/partner.html?session=${crypto.randomUUID()}`;
  link.session = { _links: { 'external-provider-session': { href } } };
  document.body.append(link);
  await until(() => link.shadowRoot?.querySelector('iframe')?.contentWindow);
  return { link, reports, frame: link.shadowRoot.querySelector('iframe') };
}

/** A message as the partner's page posts it: from the frame's own window. */
function post(frame, data) {
  const source = frame.contentWindow;
  dispatchEvent(new MessageEvent('message', { data, origin: location.origin, source }));
}

async function until(isTrue) {
  while (!isTrue()) await new Promise((resolve) => requestAnimationFrame(resolve));
}

const metadata = { user_guid: 'USR-1', session_guid: 'SES-1', member_guid: 'MBR-1' };

/** What is reported after the partner's messages of a success. */
export async function linked() {
  const { link, reports, frame } = await start();
  post(frame, { mx: true, type: 'mx/connect/loaded', metadata: {} });
  await until(() => link.state === 'open');
  post(frame, { mx: true, type: 'mx/connect/memberConnected', metadata });
  post(frame, { mx: true, type: 'mx/connect/connected/primaryAction', metadata });
  await until(() => reports.length > 0);
  return reports;
}

/** What is reported after the page has closed it. */
export async function closed() {
  const { link, reports, frame } = await start();
  post(frame, { mx: true, type: 'mx/connect/loaded', metadata: {} });
  await until(() => link.state === 'open');
  link.close();
  await until(() => reports.length > 0);
  return reports;
}
