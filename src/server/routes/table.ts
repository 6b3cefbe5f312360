import type { RouteRequest } from '../kit.js';
import { listConnections } from './connections.js';
import { createExchange, listExchanges, readExchange } from './exchanges.js';
import {
  changeFundingSource,
  createFundingSource,
  listFundingSources,
  readBalance,
  readFundingSource,
} from './funding-sources.js';
import { createSession, readSession, startSession } from './sessions.js';

type Handle = (request: RouteRequest) => Promise<Response>;

/** Every route below `basePath`, with its methods. `:id` stands for one segment. */
const routes: Readonly<Record<string, Readonly<Record<string, Handle>>>> = {
  '/session': { GET: startSession },
  '/sessions': { POST: createSession },
  '/sessions/:id': { GET: readSession },
  '/exchanges': { GET: listExchanges, POST: createExchange },
  '/exchanges/:id': { GET: readExchange },
  '/connections': { GET: listConnections },
  '/funding-sources': { GET: listFundingSources, POST: createFundingSource },
  '/funding-sources/:id': { GET: readFundingSource, POST: changeFundingSource },
  '/funding-sources/:id/balance': { GET: readBalance },
};

/** What stands at a path. */
export interface MatchedRoute {
  readonly methods: Readonly<Record<string, Handle>>;
  /** The segment that stands for `:id`, decoded. */
  readonly id: string;
}

/** Finds the route of a path (the base path taken off), or null. */
export function matchRoute(path: string): MatchedRoute | null {
  const [, collection = '', id, ...rest] = path.split('/');
  if (id === '') return null;
  const pattern = [`/${collection}`, ...(id === undefined ? [] : [':id']), ...rest].join('/');
  const methods = Object.hasOwn(routes, pattern) ? routes[pattern] : undefined;
  const decoded = id === undefined ? '' : decode(id);
  return methods === undefined || decoded === null ? null : { methods, id: decoded };
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
