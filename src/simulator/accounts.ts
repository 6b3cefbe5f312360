/** Money places that exist only in the simulator: bank accounts behind a login, and cards. */

/** A bank account as every partner sees it; each partner dresses it in its own fields. */
export interface BankAccount {
  readonly id: string;
  readonly name: string;
  readonly type: 'checking' | 'savings';
  /** Last four digits. */
  readonly mask: string;
  /** Decimal string in US dollars, as Dwolla writes amounts. */
  readonly balance: string;
}

/** A bank as the partners show it. */
export interface Institution {
  readonly id: string;
  readonly name: string;
}

/** What the user types into Checkout's card fields. */
export interface Card {
  /** Digits; spaces are allowed. */
  readonly number: string;
  /** 1 to 12. */
  readonly expirationMonth: number;
  /** Four digits. */
  readonly expirationYear: number;
}

/** The bank that a simulated partner links when nobody chose another. */
export const defaultInstitution: Institution = { id: 'ins_109508', name: 'First Platypus Bank' };

/** The two accounts behind every simulated login: one checking, one savings. */
export function openAccounts(newId: () => string): readonly BankAccount[] {
  return [
    { id: newId(), name: 'Everyday Checking', type: 'checking', mask: '0000', balance: '1100.00' },
    { id: newId(), name: 'Rainy Day Savings', type: 'savings', mask: '1111', balance: '210.00' },
  ];
}

/** The network of a card by its first digits, as Dwolla names it in `cardDetails.brand`. */
export function cardBrand(number: string): 'Visa' | 'Mastercard' {
  return number.startsWith('4') ? 'Visa' : 'Mastercard';
}

/**
 * Card numbers that go through at Checkout and are then refused by Dwolla, at the creation of the funding source. Both
 * pass the check digit; every other number is accepted there.
 */
export const refusedCards = {
  /** "The card's country is not supported." */
  country: '4000008260000000',
  /** "The card data is invalid." */
  data: '4000000000000069',
} as const;
