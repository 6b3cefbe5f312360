import { spawn } from 'node:child_process';
import { pathWithTools, projectNode } from './project-node.mjs';

/**
 * Runs a program to its end, its output going straight to the terminal.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment] added to this process's own
 * @returns {Promise<number>} the exit code; 127 where the program could not be started, 1 where a signal ended it
 */
export function run(command, args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
    child.on('error', () => {
      resolve(127);
    });
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

/**
 * Runs a file with the project's own Node. As in `npm run`, what it starts finds that Node and the project's tools.
 *
 * @param {readonly string[]} args the file and what it is given; options of Node come first
 * @param {Record<string, string>} [environment] added to this process's own
 * @returns {Promise<number>} as of `run`
 */
export const runInNode = (args, environment = {}) =>
  run(projectNode(), args, { ...environment, PATH: pathWithTools() });
