/** How a platform reaches MX's Platform API, for authorization codes under a contract of its own. */
export interface MxAccess {
  /** Base of the API (`https://int-api.mx.com`). */
  readonly apiUrl: string;
  /** The two halves of HTTP Basic. */
  readonly clientId: string;
  readonly apiKey: string;
}
