/**
 * Every sentence a user may read. `{partner}` stands for the partner's name. Replace or add any of them with
 * `DwollaExchangeLink.configure({ texts: { en: { ready: '…' } } })`.
 */
export interface ExchangeLinkTexts {
  /** While the session and the partner's code are fetched. */
  loading: string;
  /** Instead of it while the browser has no connection. */
  offline: string;
  /** Stands in for `{partner}` while it is not known who that will be. */
  unknownPartner: string;
  /** Leaves a stage of waiting. */
  cancel: string;
  /** Above the button that starts. */
  ready: string;
  /** The button that starts. */
  start: string;
  /** While the partner's UI starts. */
  opening: string;
  /** Announced when the partner's UI is there. */
  open: string;
  /** While the page is being left. */
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
  /** The host's backend has trouble of its own. */
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
  /** The page could not be left. */
  errorRedirect: string;
  /** Texts that only one partner shows go by the partner's own key; see docs/partners.md. */
  [partnerText: string]: string;
}
