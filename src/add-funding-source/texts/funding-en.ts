import type { FundingSourceTexts } from './texts.js';

/** What is shown before the code of the account step is here. */
export const texts = {
  fundingChoosePartner: 'How would you like to add your account?',
  fundingChooseAnother: 'That did not work. Choose another way to add your account.',
  fundingAdding: 'Adding your account…',
  fundingReauthenticated: 'All done. Your account is connected again.',
  fundingExited: 'You left before finishing. Nothing was added.',
  fundingLinkAgain: 'The connection has expired. Please connect once more.',
  fundingErrorLater: 'We could not add your account. Please try again.',
  fundingErrorFinal: 'This account cannot be added. Please contact support.',
} satisfies Partial<FundingSourceTexts>;
