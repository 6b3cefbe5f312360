import { existsSync } from 'node:fs';
import { dirname, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Node that package-lock.json pins; this one where that package has none for the platform. */
export function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url));
  return existsSync(own) ? own : process.execPath;
}

/** A `PATH` on which programs that ask for `node` find the project's. */
export const pathWithProjectNode = () => `${dirname(projectNode())}${delimiter}${process.env.PATH ?? ''}`;
