import { BoundIds } from './bound-ids.js';
import { DwollaClient } from './dwolla/client.js';
import { DwollaConnection } from './dwolla/connection.js';
import { ExchangePartners } from './dwolla/exchange-partners.js';
import type { ResolvedOptions } from './options.js';
import type { Owner } from './owner.js';
import { UnfinishedSessions } from './unfinished-sessions.js';

/** What every route works with. */
export interface Kit {
  readonly connection: DwollaConnection;
  readonly options: ResolvedOptions;
  readonly dwolla: DwollaClient;
  readonly partners: ExchangePartners;
  readonly ids: BoundIds;
  readonly unfinishedSessions: UnfinishedSessions;
}

/** One request, after its owner is known. */
export interface RouteRequest {
  readonly kit: Kit;
  readonly request: Request;
  readonly url: URL;
  readonly owner: Owner;
  /** The part of the path that stands for `:id`, decoded; empty for routes without one. */
  readonly id: string;
  /** Where browsers find this handler. */
  readonly origin: string;
  /** Aborted when the browser has gone or the deadline is over. */
  readonly signal: AbortSignal;
  /** An allowed foreign origin that this request comes from: links in the answer are then absolute. */
  readonly foreignOrigin: string | null;
}

/** Puts the parts together. Nothing is sent anywhere until a request comes. */
export function createKit(options: ResolvedOptions): Kit {
  const connection = new DwollaConnection(options);
  return {
    options,
    connection,
    dwolla: new DwollaClient(connection),
    partners: new ExchangePartners(connection, options.exchangePartners),
    ids: new BoundIds(options.secret),
    unfinishedSessions: new UnfinishedSessions(),
  };
}

/** The kit for one request of a browser: its calls to Dwolla end with the request. */
export const requestKit = (kit: Kit, signal: AbortSignal): Kit => ({
  ...kit,
  dwolla: new DwollaClient(kit.connection.during(signal)),
});

/** A link to one of the handler's own routes: from the origin's root, or absolute for a page of another origin. */
export function linkTo({ kit, origin, foreignOrigin }: RouteRequest, path: string): string {
  const local = `${kit.options.publicPath}${path}`;
  return foreignOrigin === null ? local : `${origin}${local}`;
}

/** A JSON answer. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers });
}
