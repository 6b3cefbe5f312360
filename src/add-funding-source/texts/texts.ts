/**
 * Every sentence of `<dwolla-add-funding-source>`, beside those of `<dwolla-exchange-link>`. `{partner}` stands for the
 * partner's name. Replace or add any of them with `DwollaExchangeLink.configure({ texts: { en: { fundingAdded: '…' } } })`.
 */
export interface FundingSourceTexts {
  /** Above the partners to choose from. */
  fundingChoosePartner: string;
  /** The same after one of them has failed. */
  fundingChooseAnother: string;
  /** Above MX's accounts. */
  fundingChooseAccount: string;
  /** Above the form of a bank account. */
  fundingDescribeBank: string;
  /** Above the form of a card. */
  fundingDescribeCard: string;
  /** While the backend works. */
  fundingAdding: string;
  fundingAdded: string;
  /** The account was linked before. */
  fundingDuplicate: string;
  fundingReauthenticated: string;
  fundingExited: string;
  /** Announced when the user has to go to the partner once more. */
  fundingLinkAgain: string;
  /** Announced when fields are wrong. */
  fundingCheckFields: string;
  /** At a field with nothing in it. */
  fundingRequired: string;
  /** At a state or a country that is not two letters. */
  fundingTwoLetters: string;
  /** The button of a choice. */
  fundingContinue: string;
  /** The button of a form. */
  fundingAdd: string;
  fundingType: string;
  fundingChecking: string;
  fundingSavings: string;
  fundingName: string;
  fundingFirstName: string;
  fundingLastName: string;
  fundingAddress1: string;
  fundingAddress2: string;
  fundingAddress3: string;
  fundingCity: string;
  fundingState: string;
  fundingPostalCode: string;
  fundingCountry: string;
  /** MX has shared none. */
  fundingNoAccounts: string;
  /** The backend refused, and trying again may help. */
  fundingErrorLater: string;
  /** The backend refused for good. */
  fundingErrorFinal: string;
}
