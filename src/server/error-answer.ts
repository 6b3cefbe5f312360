import { askHost } from './ask-host.js';
import { ExchangeHandlerError } from './handler-error.js';
import { json } from './kit.js';

/** The host's `onError`; undefined: one line on `console.error`. */
export type ErrorReporter = ((error: ExchangeHandlerError) => unknown) | undefined;

/** The response to a request that failed. Reports to the host what only the host can fix. Never throws. */
export function errorAnswer(thrown: unknown, onError: ErrorReporter): Response {
  const error =
    thrown instanceof ExchangeHandlerError
      ? thrown
      : new ExchangeHandlerError(500, 'UnexpectedError', 'Something went wrong.', { cause: thrown });
  try {
    if (error.status >= 500 || error.code === 'InvalidScope' || error.hint !== null)
      reportError(error, onError);
    return json(
      { code: error.code, message: publicMessage(error), ...error.details },
      error.status,
      error.headers,
    );
  } catch {
    // A host's own error may have a status, details or headers that no answer can have.
    return json({ code: 'UnexpectedError', message: 'Something went wrong.' }, 500);
  }
}

/** Reports an error to the host. A broken log must not cost the client its answer, nor the process its life. */
export function reportError(error: ExchangeHandlerError, onError: ErrorReporter): void {
  if (onError === undefined) {
    console.error(
      `dwolla-exchange-link: ${error.status} ${error.code}: ${error.message} ${error.hint ?? ''}`.trim(),
    );
    return;
  }
  void askHost(
    () => onError(error),
    () => error,
  ).catch(() => undefined);
}

/** What is wrong in the host's settings is for `onError`; a client only learns that it is not its own fault. */
function publicMessage({ code, message }: ExchangeHandlerError): string {
  return code === 'Misconfigured' ? 'This backend is not set up correctly.' : message;
}
