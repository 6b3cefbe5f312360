import { BackendRefusal } from './backend.js';

/** What somebody can do about a problem; the host page has a sentence for each. */
export type Remedy =
  /** What was linked can no longer be used: link again. */
  | 'link-again'
  /** What was typed into the form is not accepted: mend it. */
  | 'correct-input'
  /** Something does not work at the moment: try again later. */
  | 'try-later'
  /** The login at the host page has ended: load it anew. */
  | 'reload-page'
  /** Only the platform can do something about it: ask the support, and name the code. */
  | 'ask-support';

/** Why a step could not be done. */
export interface Problem {
  /** The backend's code, for the support; empty where nothing answered. */
  readonly code: string;
  readonly remedy: Remedy;
}

/** Dwolla's codes that mean that a permission is gone. */
const gone = ['InvalidExchangeToken', 'InactiveExchange', 'InvalidExchange'];
/** Mistakes in the platform's own settings, which stay until somebody mends them. */
const lasting = ['DwollaUnauthorized', 'DwollaRefused'];

/**
 * What is to be said about something that was thrown while a step was done.
 * @param hasForm whether the user has typed something in for this step
 */
export function problemOf(error: unknown, hasForm = false): Problem {
  if (!(error instanceof BackendRefusal)) return { code: '', remedy: 'try-later' };
  return { code: error.code, remedy: remedyFor(error, hasForm) };
}

function remedyFor({ code, status }: BackendRefusal, hasForm: boolean): Remedy {
  if (gone.includes(code)) return 'link-again';
  if (code === 'ValidationError' && hasForm) return 'correct-input';
  if (status === 401) return 'reload-page';
  if (status === 429 || (status > 500 && !lasting.includes(code))) return 'try-later';
  return 'ask-support';
}
