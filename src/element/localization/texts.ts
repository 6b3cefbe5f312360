/**
 * Every sentence a user may read. `{partner}` stands for the partner's name. Replace or add any of them with
 * `DwollaExchangeLink.configure({ texts: { en: { ready: '…' } } })`.
 */
export interface ExchangeLinkTexts {
  /** While the session and the partner's code are fetched. */
  loading: string;
  /** Instead of it while the browser has no connection. */
  offline: string;
  /** Replaces `{partner}` while the partner is unknown. */
  unknownPartner: string;
  /** Cancels a wait. */
  cancel: string;
  /** Above the button that starts. */
  ready: string;
  /** The button that starts. */
  start: string;
  /** While the partner's UI starts. */
  opening: string;
  /** Announced when the partner's UI is there. */
  open: string;
  /** While the browser leaves the page. */
  redirecting: string;
  success: string;
  exited: string;
  /** The button that tries again. */
  retry: string;
  /** The button that closes the partner's frame. */
  close: string;
  /** Title of the partner's frame. */
  frame: string;
  /** The page asks for something that cannot work. */
  errorSetup: string;
  /** The host's backend could not be reached or does not answer. */
  errorNetwork: string;
  /** The host's backend has an error of its own. */
  errorServer: string;
  /** The host's backend does not know the user any more. */
  errorSignIn: string;
  /** A newer version of the page is there. */
  errorOutdated: string;
  /** The button that loads the page again. */
  reloadPage: string;
  /** The session is used up. */
  errorExpired: string;
  /** The partner's code did not load. */
  errorBlocked: string;
  /** The partner did not answer in time. */
  errorTimeout: string;
  /** The partner reported an error. */
  errorPartner: string;
  /** The browser could not leave the page. */
  errorRedirect: string;
  /** Texts that only one partner shows go by the partner's own key; see docs/partners.md. */
  [partnerText: string]: string;
}
