// @ts-check

/** Families of Plaid's error codes that the sandbox can be made to show. */
/** @type {Record<string, string>} */
const typeOf = {
  INVALID_LINK_TOKEN: 'INVALID_INPUT',
  INVALID_FIELD: 'INVALID_REQUEST',
  INVALID_CREDENTIALS: 'ITEM_ERROR',
  INVALID_MFA: 'ITEM_ERROR',
  INSUFFICIENT_CREDENTIALS: 'ITEM_ERROR',
  ITEM_LOCKED: 'ITEM_ERROR',
  ITEM_NOT_SUPPORTED: 'ITEM_ERROR',
  NO_ACCOUNTS: 'ITEM_ERROR',
  USER_SETUP_REQUIRED: 'ITEM_ERROR',
  INSTITUTION_DOWN: 'INSTITUTION_ERROR',
  INSTITUTION_NOT_RESPONDING: 'INSTITUTION_ERROR',
  INCORRECT_LINK_TOKEN: 'OAUTH_ERROR',
  OAUTH_STATE_ID_ALREADY_PROCESSED: 'OAUTH_ERROR',
  OAUTH_STATE_ID_NOT_FOUND: 'OAUTH_ERROR',
  RATE_LIMIT_EXCEEDED: 'RATE_LIMIT_EXCEEDED',
  INTERNAL_SERVER_ERROR: 'API_ERROR',
};
/** What is said to people, where Plaid says anything. */
/** @type {Record<string, string>} */
const sentences = {
  INVALID_CREDENTIALS: 'The provided credentials were not correct. Please try again.',
  INVALID_MFA: 'The code was not correct. Please try again.',
  ITEM_LOCKED: 'The account is locked. Please contact your bank.',
  INSTITUTION_DOWN: 'This bank is not available right now. Please try again later.',
};

/**
 * Plaid's error object for a code. Unknown codes are an API error, as an unknown trouble would be.
 * @param {string} error_code
 */
export function plaidError(error_code) {
  return {
    error_type: typeOf[error_code] ?? 'API_ERROR',
    error_code,
    error_message: `simulated ${error_code}`,
    display_message: sentences[error_code] ?? null,
  };
}
