/** How a platform reaches Mastercard open banking (Finicity): everything a backend keeps in its settings. */
export interface MastercardAccess {
  /** Base of the API (`https://api.finicity.com`). */
  readonly apiUrl: string;
  readonly partnerId: string;
  readonly partnerSecret: string;
  /** Sent as `Finicity-App-Key` with every request. */
  readonly appKey: string;
}
