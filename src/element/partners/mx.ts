import { bare, ownFields, type Fields } from '../browser/own.js';
import { pick, text } from './shared/fields.js';
import { mountFrame } from './shared/frame.js';
import type { PartnerModule } from './partner.js';

/** What MX reports when the user has finished. The bank accounts themselves are listed by the backend afterwards. */
export interface MxSuccess {
  readonly userGuid: string | null;
  readonly memberGuid: string | null;
  readonly sessionGuid: string | null;
}

/**
 * Fields of each step that are passed to the host, by its name in lower case: MX's code and documentation differ in case.
 * Search words, URLs and the user's guid stay out.
 */
const steps: Readonly<Record<string, readonly string[]>> = bare({
  'mx/load': [],
  'mx/ping': [],
  'mx/navigation': ['did_go_back'],
  'mx/connect/loaded': ['initial_step'],
  'mx/connect/institutionsearch': [],
  'mx/connect/selectedinstitution': ['code', 'guid', 'name'],
  'mx/connect/entercredentials': [],
  'mx/connect/submitmfa': ['member_guid'],
  'mx/connect/stepchange': ['previous', 'current'],
  'mx/connect/oauthrequested': ['member_guid'],
  'mx/connect/oautherror': ['member_guid', 'error_reason'],
  'mx/connect/memberstatusupdate': ['member_guid', 'connection_status'],
  'mx/connect/createmembererror': ['institution_guid', 'institution_code'],
  'mx/connect/membererror': ['member_guid', 'connection_status'],
  'mx/connect/invaliddata': ['member_guid', 'code'],
  'mx/connect/updatecredentials': ['member_guid'],
  'mx/connect/memberdeleted': ['member_guid'],
  'mx/connect/memberconnected': ['member_guid'],
  'mx/connect/connected/primaryaction': [],
  'mx/connect/microdeposits/verified/primaryaction': ['member_guid'],
  'mx/connect/backtosearch': [],
});

/** Errors the user can correct inside the frame, and where each has its code; '' where MX gives none. */
const errors: Readonly<Record<string, string>> = bare({
  'mx/connect/createmembererror': '',
  'mx/connect/oautherror': 'error_reason',
  'mx/connect/membererror': 'connection_status',
  'mx/connect/invaliddata': 'code',
});

/** After these a bank is linked; by micro-deposits only once the user has confirmed them. */
const connections = /^mx\/connect\/(memberconnected|microdeposits\/verified\/primaryaction)$/;

/**
 * MX Connect, in a frame of our own: MX's SDK checks neither origin nor source of messages.
 * @see https://docs.mx.com/connect/widget-events (`ui_message_version` 4)
 */
export const partner: PartnerModule<'link', MxSuccess> = {
  mount: (link, context) =>
    mountFrame<MxSuccess>(link, context, () => {
      let member: MxSuccess | null = null;
      const success = (fields: MxSuccess) => ({ type: 'success', fields, exchange: null }) as const;
      const readMember = (metadata: Fields): MxSuccess => ({
        userGuid: text(metadata['user_guid']),
        memberGuid: text(metadata['member_guid']),
        sessionGuid: text(metadata['session_guid']),
      });
      return {
        read: ({ mx, type, metadata: unread }) => {
          if (mx !== true || typeof type !== 'string' || !/^mx\/[\w/]{1,80}$/.test(type)) return null;
          const name = type.toLowerCase();
          // MX's own code nests the member here and flattens it there.
          const { member: nested, ...rest } = ownFields(unread);
          const { guid, ...described } = pick(nested, ['guid', 'connection_status', 'code']);
          const metadata = ownFields({ ...(guid && { member_guid: guid }), ...described, ...rest });
          return () => {
            const field = errors[name];
            if (field !== undefined) {
              const { [field]: code = 'unknown' } = pick(metadata, [field]);
              context.reportLastError({ type, code: String(code) });
            }
            // Before the event: a host that closes on it has a linked bank.
            if (connections.test(name)) member = readMember(metadata);
            else if (name === 'mx/connect/memberdeleted' && member?.memberGuid === metadata['member_guid'])
              member = null;
            context.activity(type, pick(metadata, steps[name] ?? []));
            if (name === 'mx/connect/connected/primaryaction')
              context.settle(success(member ?? { ...readMember(metadata), memberGuid: null }));
          };
        },
        // Once a member is connected the bank is linked, however the user closes: MX has no message for closing.
        outcomeOnClose: () => member && success(member),
      };
    }),
};
