import type { Connection } from '../answers.js';
import type { RouteRequest } from '../kit.js';
import { json } from '../kit.js';

/** `GET /connections`: the accounts that MX has shared for the owner, `{ connections: [{ name, availableConnectionToken }] }`. */
export async function listConnections({ kit, owner }: RouteRequest): Promise<Response> {
  const connections = await kit.dwolla.availableConnections(owner);
  const shared = connections.map(({ name, availableConnectionToken }): Connection => ({
    name,
    availableConnectionToken,
  }));
  return json({ connections: shared });
}
