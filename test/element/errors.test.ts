import { expect } from '@open-wc/testing';
import type { ExchangeLinkErrorCode } from '../../src/element/error-codes.js';
import { ExchangeLinkError, isExchangeLinkError } from '../../src/element/errors.js';

describe('ExchangeLinkError: why an attempt could not go on', () => {
  const retryable: Record<ExchangeLinkErrorCode, boolean> = {
    'invalid-session-url': false,
    'session-network': true,
    'session-http': false,
    'session-timeout': true,
    'session-malformed': false,
    'session-unsupported': false,
    'session-expired': true,
    'partner-mismatch': false,
    'untrusted-origin': false,
    'missing-public-key': false,
    'partner-script': true,
    'partner-timeout': true,
    'partner-error': true,
    'blocked-by-csp': false,
    'redirect-failed': false,
  };
  for (const [code, expected] of Object.entries(retryable) as [ExchangeLinkErrorCode, boolean][])
    it(`${code}: trying again ${expected ? 'can help' : 'cannot help'}`, () => {
      expect(new ExchangeLinkError(code, '…').retryable).to.equal(expected);
    });

  for (const [status, expected] of [
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [408, true],
    [418, false],
    [425, true],
    [429, true],
    [499, false],
    [500, true],
    [501, true],
    [599, true],
  ] as const)
    it(`session-http with ${status}: trying again ${expected ? 'can help' : 'cannot help'}`, () => {
      expect(new ExchangeLinkError('session-http', '…', { status }).retryable).to.equal(expected);
    });

  it('takes retryable from its fields where they have it', () => {
    expect(new ExchangeLinkError('partner-error', '…', { retryable: false }).retryable).to.be.false;
    expect(new ExchangeLinkError('session-http', '…', { status: 400, retryable: true }).retryable).to.be.true;
  });

  for (const code of ['INVALID_LINK_TOKEN', 'a', 'x'.repeat(64), 'payment.declined', '20051', 'a-b_c.d'])
    it(`${code.slice(0, 20)} looks like a code and is kept`, () => {
      expect(new ExchangeLinkError('partner-error', '…', { partnerCode: code }).partnerCode).to.equal(code);
    });
  for (const code of [
    '',
    'x'.repeat(65),
    'the token was 1',
    'a/b',
    'https://bank.test',
    'é',
    'a\n',
    7,
    {},
    null,
  ])
    it(`${JSON.stringify(code).slice(0, 20)} does not look like a code and is dropped`, () => {
      expect(new ExchangeLinkError('partner-error', '…', { partnerCode: code }).partnerCode).to.equal(
        undefined,
      );
    });

  it('keeps of its cause no more than the name', () => {
    const cause = new TypeError('GET https://host/session?token=hunter2 failed');
    const error = new ExchangeLinkError('session-network', 'No answer.', { cause });
    expect(error.cause).to.deep.equal({ name: 'TypeError' });
    expect(`${error.message}${error.stack ?? ''}${String(error)}`).not.to.contain('hunter2');
    for (const odd of ['hunter2', { name: 'hunter2' }, null])
      expect(new ExchangeLinkError('session-network', 'No answer.', { cause: odd }).cause).to.equal(
        undefined,
      );
  });

  for (const name of ['Error', 'TypeError', 'NetworkError', 'URIError', 'AxiosError'])
    it(`${name} is the name of an error's class and is kept`, () => {
      const cause = Object.assign(new Error('…'), { name });
      expect(new ExchangeLinkError('session-network', '…', { cause }).cause).to.deep.equal({ name });
    });
  for (const name of [
    '',
    'hunter2',
    'link-sandbox-1Error',
    'hunter2 Error',
    'TypeError: hunter2',
    `${'x'.repeat(31)}Error`,
    'a\nError',
    7,
    { toString: () => 'hunter2' },
  ])
    it(`${JSON.stringify(name)} could be anything and is dropped`, () => {
      const cause = Object.assign(new Error('…'), { name });
      expect(new ExchangeLinkError('session-network', '…', { cause }).cause).to.deep.equal({ name: 'Error' });
    });

  it('is an Error, known by its name also where it comes from another copy of the package', () => {
    const error = new ExchangeLinkError('partner-error', 'Why.');
    expect(error).to.be.instanceOf(Error);
    expect([error.name, error.message, error.partner]).to.deep.equal([
      'ExchangeLinkError',
      'Why. (dwolla-exchange-link/docs/errors.md#partner-error)',
      null,
    ]);
    expect(isExchangeLinkError(error)).to.be.true;
    expect(isExchangeLinkError(Object.assign(new Error('x'), { name: 'ExchangeLinkError' }))).to.be.true;
    expect(isExchangeLinkError(new TypeError('x'))).to.be.false;
    expect(isExchangeLinkError({ name: 'ExchangeLinkError' })).to.be.false;
  });
});
