#!/usr/bin/env node
/**
 * `npm test -- --only frameworks`: installs and builds the apps of `demo/frameworks` with what `npm run build` wrote, and
 * drives them and the pages beside them in Chromium, the backends over HTTP. What could not be installed for want of a registry is skipped, loudly.
 */
import { fileURLToPath } from 'node:url';
import {
  apps,
  buildApp,
  buildProject,
  installApp,
  isOffline,
  packElement,
  testedProjects,
} from './frameworks.mjs';
import { projectNode } from './project-node.mjs';
import { run } from './run.mjs';

const notInstalled = [];

async function prepare(name, build) {
  const startedAt = Date.now();
  try {
    await installApp(name);
  } catch (error) {
    if (!isOffline(error)) throw error;
    notInstalled.push(name);
    return;
  }
  const installedAt = Date.now();
  await build(name);
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  console.log(
    `${name}: installed in ${seconds(startedAt, installedAt)} s, built in ${seconds(installedAt, Date.now())} s`,
  );
}

try {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  await packElement();
  for (const name of Object.keys(apps)) await prepare(name, buildApp);
  for (const name of Object.keys(testedProjects)) await prepare(name, buildProject);
  const playwright = [
    'node_modules/@playwright/test/cli.js',
    'test',
    '-c',
    'test/frameworks/playwright.config.ts',
  ];
  process.exitCode = await run(projectNode(), [...playwright, ...process.argv.slice(2)], {
    APPS_NOT_INSTALLED: notInstalled.join(),
  });
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
for (const name of notInstalled)
  console.log(
    `\n!!!! The ${name} app was NOT RUN: the npm registry could not be reached. Nothing is known of it. !!!!`,
  );
