import { existsSync } from 'node:fs';
import { dirname, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));

/** The Node that package-lock.json pins; this one where that package has none for the platform. */
export function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = `${modules}/node/bin/${name}`;
  return existsSync(own) ? own : process.execPath;
}

/** A `PATH` on which programs that ask for `node` find the project's. */
export const pathWithProjectNode = () => `${dirname(projectNode())}${delimiter}${process.env.PATH ?? ''}`;

/** The same, and the tools of `node_modules` as well: the `PATH` that `npm run` makes. */
export const pathWithTools = () => `${modules}/.bin${delimiter}${pathWithProjectNode()}`;
