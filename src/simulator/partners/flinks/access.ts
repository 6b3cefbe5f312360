/** How a platform reaches its Flinks: everything a backend keeps in its settings. */
export interface FlinksAccess {
  /** Base of the API, up to and with the customer id (`https://{instance}-api.private.fin.ag/v3/{customerId}`). */
  readonly apiUrl: string;
  /** Where the frame is (`https://{instance}-iframe.private.fin.ag`). */
  readonly frameOrigin: string;
  /** Sent as `flinks-auth-key`, and as bearer token for partner data. */
  readonly secret: string;
}
