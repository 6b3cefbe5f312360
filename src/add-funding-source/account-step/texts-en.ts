import type { texts as others } from '../texts/funding-en.js';
import type { FundingSourceTexts } from '../texts/texts.js';

export const texts: Omit<FundingSourceTexts, keyof typeof others> = {
  fundingChooseAccount: 'Which account would you like to add?',
  fundingDescribeBank: 'Tell us about your account.',
  fundingDescribeCard: 'Tell us about your card.',
  fundingAdded: 'All done. Your account has been added.',
  fundingDuplicate: 'This account was added before. There is nothing left to do.',
  fundingCheckFields: 'Please check the marked fields.',
  fundingRequired: 'Fill in this field.',
  fundingTwoLetters: 'Use two letters, for example IA or US.',
  fundingContinue: 'Continue',
  fundingAdd: 'Add account',
  fundingType: 'Account type',
  fundingChecking: 'Checking',
  fundingSavings: 'Savings',
  fundingName: 'Name for this account',
  fundingFirstName: 'First name on the card',
  fundingLastName: 'Last name on the card',
  fundingAddress1: 'Street address',
  fundingAddress2: 'Apartment, suite (optional)',
  fundingAddress3: 'Address line 3 (optional)',
  fundingCity: 'City',
  fundingState: 'State (two letters)',
  fundingPostalCode: 'ZIP code',
  fundingCountry: 'Country (two letters)',
  fundingNoAccounts: 'No account was shared yet.',
};
