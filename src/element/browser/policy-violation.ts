import { ofDocument } from './document.js';
import { bare } from './own.js';
import { parseUrl } from './parse-url.js';

/** What the page's own content security policy refused. */
export interface PolicyViolation {
  /** The directive to extend, such as `script-src`. */
  readonly directive: string;
  /** The origin it has to allow; for `trusted-types`, the name of the policy. */
  readonly origin: string;
}

/**
 * Reports when the page's enforced policy blocks something from an origin. Report-only policies block nothing.
 * @param origin the origin of what is being loaded
 * @param signal ends the watch
 */
export function watchPolicy(
  origin: string,
  signal: AbortSignal,
  onViolation: (violation: PolicyViolation) => void,
): void {
  ofDocument('addEventListener')(
    'securitypolicyviolation',
    ({ disposition, blockedURI, effectiveDirective }) => {
      const isRefused = disposition === 'enforce' && /^(script|frame|child)-src/.test(effectiveDirective);
      if (!isRefused || parseUrl(blockedURI)?.origin !== origin) return;
      onViolation({ directive: effectiveDirective.replace(/-(elem|attr)$/, ''), origin });
    },
    bare({ signal }),
  );
}
