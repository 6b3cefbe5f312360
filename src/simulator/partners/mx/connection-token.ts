/** MX's token of an account that a member shares: base64 of its two ids. */
export const mxConnectionToken = (accountId: string, memberId: string): string =>
  Buffer.from(JSON.stringify({ accountId, memberId })).toString('base64');
