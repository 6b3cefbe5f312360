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
    const answer = json(
      { code: error.code, message: publicMessage(error), ...error.details },
      error.status,
      error.headers,
    );
    if (error.status >= 500 || error.code === 'InvalidScope' || error.hint !== null)
      reportError(error, onError);
    return answer;
  } catch {
    const message = 'Something went wrong.';
    const hint =
      'One of your functions threw an ExchangeHandlerError whose status, details or headers no answer can have.';
    reportError(new ExchangeHandlerError(500, 'UnexpectedError', message, { cause: error, hint }), onError);
    return json({ code: 'UnexpectedError', message }, 500);
  }
}

/** Reports an error to the host. A broken log must not cost the client its answer, nor the process its life. */
export function reportError(error: ExchangeHandlerError, onError: ErrorReporter): void {
  void askHost(
    () => (onError === undefined ? logLine(error) : onError(error)),
    () => error,
  ).catch(() => undefined);
}

/** One line, whatever line breaks Dwolla's message has. */
function logLine({ status, code, message, hint }: ExchangeHandlerError): void {
  const line = `dwolla-exchange-link: ${status} ${code}: ${message} ${hint ?? ''}`.trim();
  console.error(line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
}

/** What is wrong in the host's settings is for `onError`; a client only learns that it is not its own fault. */
function publicMessage({ code, message }: ExchangeHandlerError): string {
  return code === 'Misconfigured' ? 'This backend is not set up correctly.' : message;
}
