import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that nobody listens on, for a program that is told its port.
 * @param {number} first where to look from, upwards. By default somewhere below the ports that a system gives to outgoing
 *   connections (Linux from 32768 on): one of those may be taken before the program gets to listen.
 * @returns {Promise<number>}
 */
export async function freePort(first = 20_000 + Math.floor(Math.random() * 12_000)) {
  for (let port = first; ; port++) {
    const server = createServer().listen(port, 'localhost');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
