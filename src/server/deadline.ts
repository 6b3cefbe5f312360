/** The time that a request may take. */
export interface Deadline {
  /** Aborted when the time is over, or the client has gone. */
  readonly signal: AbortSignal;
  /** Whether the time is over. */
  readonly isOver: () => boolean;
  /** Lets go of the timer, which would otherwise hold the request's memory until the end of its time. */
  readonly release: () => void;
}

/**
 * A deadline that ends with the client, or after a time.
 * @param client aborted when the client has gone
 * @param time milliseconds
 */
export function startDeadline(client: AbortSignal, time: number): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, time);
  const gone = (): void => controller.abort();
  if (client.aborted) gone();
  client.addEventListener('abort', gone, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    release: () => {
      clearTimeout(timer);
      client.removeEventListener('abort', gone);
    },
  };
}
