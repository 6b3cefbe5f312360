import { expect } from '@open-wc/testing';
import { watchPolicy, type PolicyViolation } from '../../../src/element/browser/policy-violation.js';

const origin = 'https://cdn.plaid.com';

function report(
  blockedURI: string,
  effectiveDirective: string,
  disposition: 'enforce' | 'report' = 'enforce',
): void {
  document.dispatchEvent(
    new SecurityPolicyViolationEvent('securitypolicyviolation', {
      blockedURI,
      disposition,
      documentURI: location.href,
      effectiveDirective,
      violatedDirective: effectiveDirective,
      originalPolicy: "default-src 'self'",
      statusCode: 200,
      bubbles: true,
    }),
  );
}

function watch(): { seen: PolicyViolation[]; over: AbortController } {
  const seen: PolicyViolation[] = [];
  const over = new AbortController();
  watchPolicy(origin, over.signal, (violation) => seen.push(violation));
  return { seen, over };
}

describe('watchPolicy: what the page’s own policy refuses of a partner', () => {
  it('a script: names the directive as it is written in a policy', () => {
    const { seen, over } = watch();
    report(`${origin}/link/v2/stable/link-initialize.js`, 'script-src-elem');
    expect(seen).to.deep.equal([{ directive: 'script-src', origin }]);
    over.abort();
  });

  it('a frame, also where only its origin is reported', () => {
    const { seen, over } = watch();
    report(origin, 'frame-src');
    expect(seen).to.deep.equal([{ directive: 'frame-src', origin }]);
    over.abort();
  });

  const others: [string, string, string, ('enforce' | 'report')?][] = [
    ['a policy that only reports refuses nothing', `${origin}/x.js`, 'script-src-elem', 'report'],
    ['another origin is no business of ours', 'https://evil.test/x.js', 'script-src-elem'],
    ['nor is a look-alike', 'https://cdn.plaid.com.evil.test/x.js', 'script-src-elem'],
    ['nor is another scheme', 'http://cdn.plaid.com/x.js', 'script-src-elem'],
    ['inline code has no origin', 'inline', 'script-src-elem'],
    ['an inline style has none either', 'inline', 'style-src-elem'],
    ['nor has eval', 'eval', 'script-src'],
    ['a picture of the partner’s is no script and no frame', `${origin}/logo.png`, 'img-src'],
    ['nor is a style sheet', `${origin}/link.css`, 'style-src-elem'],
    ['nor is a request', `${origin}/heartbeat`, 'connect-src'],
  ];
  for (const [why, blocked, directive, disposition] of others)
    it(why, () => {
      const { seen, over } = watch();
      report(blocked, directive, disposition);
      expect(seen).to.deep.equal([]);
      over.abort();
    });

  it('ends with the attempt', () => {
    const { seen, over } = watch();
    over.abort();
    report(origin, 'frame-src');
    expect(seen).to.deep.equal([]);
  });
});
