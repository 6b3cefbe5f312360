/**
 * A message as the browser would deliver it. WebKit's constructor refuses the window of a frame that is gone, which a
 * message that is on its way does have.
 */
export function messageFrom({ source, ...init }: MessageEventInit): MessageEvent {
  const event = new MessageEvent('message', init);
  Object.defineProperty(event, 'source', { value: source ?? null });
  return event;
}
