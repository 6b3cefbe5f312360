#!/usr/bin/env node
/**
 * `npm start`: installs what is missing, then starts the demo (page, backend, simulated Dwolla and partners) and prints
 * where it is. `PORT` chooses the page's port; `DWOLLA_ENV`, `DWOLLA_KEY` and `DWOLLA_SECRET` replace the simulated Dwolla
 * by Dwolla itself.
 *
 * This file itself runs on whatever Node is there (20 or newer) with nothing installed; the demo runs on the project's own.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preparePackages } from './prepare-packages.mjs';

/** The Node that package-lock.json pins; this one where that package has none for the platform. */
function projectNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url));
  return existsSync(own) ? own : process.execPath;
}

/** Runs the demo until it ends, and ends as it did. */
function runDemo() {
  const demo = spawn(projectNode(), ['--import', 'tsx', 'demo/server.ts'], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal));
  demo.on('error', (error) => {
    console.error(`The demo could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  demo.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

try {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  await preparePackages();
  runDemo();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
