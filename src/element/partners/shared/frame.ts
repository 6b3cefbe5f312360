import { ofDocument } from '../../browser/document.js';
import { bare, isObject, ownFields, type Fields } from '../../browser/own.js';
import type { MountContext, MountedPartner, PartnerOutcome } from '../partner.js';
import { failIfRefused } from './script.js';

/** Handles the messages of a framed partner, after their source and origin were checked. */
export interface FramedConversation<Success extends object> {
  /**
   * A message from the frame itself, from the link's own origin, and an object. Its shape is for the partner to check.
   * @returns how to handle it, or null if it is not the partner's. The first valid message means that the UI is open
   */
  readonly read: (message: Readonly<Record<string, unknown>>) => (() => void) | null;
  /** The frame has loaded a page, perhaps not its first, that can be spoken to. */
  readonly onLoad?: () => void;
  /** Called when the user or the host closes the attempt. */
  readonly outcomeOnClose?: () => PartnerOutcome<Success> | null;
}

/** Posts a message to the frame, at the link's origin only. */
export type PostToFrame = (message: unknown) => void;

/** The own fields of a message, as it is or out of a JSON string. Null for everything else. */
function readMessage(data: unknown): Fields | null {
  let message = data;
  try {
    if (typeof data === 'string') message = JSON.parse(data);
  } catch {
    return null;
  }
  return isObject(message) ? ownFields(message) : null;
}

/**
 * Runs a partner that lives in a frame. The frame is made once, never moved and never given another source: its link is
 * dead after the first load. A message counts only if it comes from that frame's window and from the link's origin.
 * @param link the session's link, checked and used exactly as it came
 */
export function mountFrame<Success extends object>(
  link: string,
  context: MountContext<Success>,
  converse: (post: PostToFrame) => FramedConversation<Success>,
): MountedPartner<Success> {
  const { origin } = new URL(link);
  const frame = ofDocument('createElement')('iframe');
  frame.title = context.text('frame');
  // Set before the source: MX posts its messages to its referrer, and posts none without one.
  frame.referrerPolicy = 'strict-origin-when-cross-origin';
  const { read, onLoad, outcomeOnClose } = bare(
    converse((message) => frame.contentWindow?.postMessage(message, origin)),
  );

  addEventListener(
    'message',
    ({ source, origin: sender, data }) => {
      if (!source || source !== frame.contentWindow || sender !== origin) return;
      const message = readMessage(data);
      const act = message && read(message);
      if (!act) return;
      context.opened();
      // A listener may have ended the attempt.
      if (!context.signal.aborted) act();
    },
    bare({ signal: context.signal }),
  );
  failIfRefused(link, context);
  if (onLoad) frame.addEventListener('load', onLoad, bare({ signal: context.signal }));
  frame.src = link;
  context.showFrame(frame);
  return { destroy: () => frame.remove(), ...(outcomeOnClose && { outcomeOnClose }) };
}
