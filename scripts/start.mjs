#!/usr/bin/env node
/**
 * `npm start`: installs what is missing, then starts the demo (page, backend, simulated Dwolla and partners) and prints
 * where it is. `PORT` chooses the page's port; `DWOLLA_ENV`, `DWOLLA_KEY` and `DWOLLA_SECRET` replace the simulated Dwolla
 * by Dwolla itself. `npm start -- --app vue` starts one of the apps of `demo/frameworks` in its place.
 *
 * This file itself runs on whatever Node is there (20 or newer) with nothing installed; the demo runs on the project's own.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { preparePackages } from './prepare-packages.mjs';
import { projectNode } from './project-node.mjs';
import { startApp } from './start-app.mjs';

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
  const { app, 'as-built': asBuilt = false } = parseArgs({
    options: { app: { type: 'string' }, 'as-built': { type: 'boolean' } },
  }).values;
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  await preparePackages();
  if (app === undefined) runDemo();
  else await startApp(app, { asBuilt });
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
