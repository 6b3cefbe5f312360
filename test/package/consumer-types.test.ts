import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { packAndInstall } from '../support/packed.js';

const { project } = packAndInstall();

/** Checks a file of the user's with everything that its imports declare: no `skipLibCheck`. */
function complaintsOf(
  name: string,
  code: string,
  types: readonly string[] = [],
  { packageType = 'module', ...options }: Readonly<Record<string, unknown>> = {},
): string {
  const configuration = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: 'es2022',
      module: 'nodenext',
      lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types,
      skipLibCheck: false,
      ...options,
    },
    files: [`${name}.ts`],
  };
  writeFileSync(join(project, `${name}.ts`), code);
  writeFileSync(join(project, `${name}.json`), JSON.stringify(configuration));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: packageType }));
  const tsc = ['node_modules/typescript/bin/tsc', '-p', join(project, `${name}.json`)];
  return spawnSync(process.execPath, tsc, { encoding: 'utf8' }).stdout;
}

/** Puts a package beside the installed one. */
function install(name: string): void {
  if (existsSync(join(project, 'node_modules', name))) return;
  mkdirSync(join(project, 'node_modules', name, '..'), { recursive: true });
  symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
}

test('a page that uses the element compiles strictly with what npm installs beside it', () => {
  const code = `
    import 'dwolla-exchange-link';
    import { DwollaExchangeLink } from 'dwolla-exchange-link/element';
    export const link: DwollaExchangeLink | null = document.querySelector('dwolla-exchange-link');`;
  assert.equal(complaintsOf('page', code), '');
});

test('so does a backend with the kit', () => {
  const code = `
    import { createExchangeHandler } from 'dwolla-exchange-link/server';
    export const handler: (request: Request) => Promise<Response> = createExchangeHandler({
      environment: 'sandbox', key: 'k', secret: 's', authorize: () => null,
    });
    // @ts-expect-error -- there is no such environment
    createExchangeHandler({ environment: 'staging', key: 'k', secret: 's', authorize: () => null });`;
  assert.equal(complaintsOf('backend', code), '');
});

test('a backend and its tests need none of the types of a browser', () => {
  install('@types/node');
  const code = `
    import { createExchangeHandler, createWebhookHandler, preloadTags } from 'dwolla-exchange-link/server';
    import { startSimulator } from 'dwolla-exchange-link/simulator';
    export const handler: (request: Request) => Promise<Response> = createExchangeHandler({
      environment: 'sandbox', key: 'k', secret: 's', authorize: () => null,
    });
    export const webhooks: (request: Request) => Promise<Response> = createWebhookHandler({
      secret: 's', onEvent: () => undefined,
    });
    export const tags: string = preloadTags({ sessionUrl: '/session', credentials: 'include' });
    // @ts-expect-error -- fetch knows no such word
    preloadTags({ sessionUrl: '/session', credentials: 'sometimes' });
    export const start = (): ReturnType<typeof startSimulator> => startSimulator();`;
  assert.equal(complaintsOf('without-dom', code, ['node'], { lib: ['es2023'] }), '');
});

test('so does a test with the simulator, which needs no Playwright', () => {
  const code = `
    import { startSimulator } from 'dwolla-exchange-link/simulator';
    const simulator = await startSimulator({ scenario: 'success' });
    simulator.world.setScenario('plaid', 'cancel');
    // @ts-expect-error -- there is no such scenario
    simulator.world.setScenario('plaid', 'sucess');
    await simulator.close();`;
  assert.equal(complaintsOf('simulated', code), '');
});

test('and with Playwright beside it, a test with the driver', () => {
  const code = `
    import type { Page } from '@playwright/test';
    import { partnerScreen, setBehaviours } from 'dwolla-exchange-link/simulator/driver';
    import { startSimulator } from 'dwolla-exchange-link/simulator';
    export async function link(page: Page): Promise<void> {
      await setBehaviours(await startSimulator(), 'plaid', { exit: 'at-once', exitAfterSuccess: true });
      // @ts-expect-error -- there is no such switch
      await setBehaviours(await startSimulator(), 'plaid', { exit: 'never' });
      await (await partnerScreen(page, 'plaid')).fail('institution-down');
    }`;
  assert.match(complaintsOf('driven', code), /TS2307: Cannot find module '@playwright\/test'/);
  for (const name of ['@playwright/test', '@types/node']) install(name);
  assert.equal(complaintsOf('driven', code, ['node']), '');
});

for (const [name, options] of Object.entries({
  'CommonJS for Node 16': { module: 'node16', packageType: 'commonjs' },
  'CommonJS for Node 20': { module: 'nodenext', packageType: 'commonjs' },
  'an old resolution': { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
  'an old resolution, with ES modules': {
    module: 'esnext',
    moduleResolution: 'node10',
    ignoreDeprecations: '6.0',
  },
  'a bundler': { module: 'esnext', moduleResolution: 'bundler' },
}))
  test(`the kit and the simulator compile with ${name}`, () => {
    const code = `
      import { createExchangeHandler } from 'dwolla-exchange-link/server';
      import { startSimulator } from 'dwolla-exchange-link/simulator';
      export const handler: (request: Request) => Promise<Response> = createExchangeHandler({
        environment: 'sandbox', key: 'k', secret: 's', authorize: () => null,
      });
      // @ts-expect-error -- there is no such environment
      createExchangeHandler({ environment: 'staging', key: 'k', secret: 's', authorize: () => null });
      export const start = (): ReturnType<typeof startSimulator> => startSimulator({ scenario: 'success' });`;
    assert.equal(complaintsOf(name.replaceAll(/\W+/g, '-'), code, [], options), '');
  });

test('every entry point for browsers is found by an old resolution', () => {
  install('@types/react');
  const code = [
    '',
    '/element',
    '/client',
    '/add-funding-source',
    '/react',
    '/preact',
    '/solid',
    '/svelte',
    '/vue',
  ]
    .map(
      (entry, index) =>
        `import * as entry${index} from 'dwolla-exchange-link${entry}';\nexport { entry${index} };`,
    )
    .join('\n');
  const options = {
    module: 'esnext',
    moduleResolution: 'node10',
    ignoreDeprecations: '6.0',
    skipLibCheck: true,
  };
  assert.equal(complaintsOf('old-browser-entries', code, [], options), '');
});

test('the kit can be required', () => {
  const code = "process.stdout.write(typeof require('dwolla-exchange-link/server').createExchangeHandler)";
  writeFileSync(join(project, 'required.cjs'), code);
  const { stdout, stderr } = spawnSync(process.execPath, [join(project, 'required.cjs')], {
    encoding: 'utf8',
  });
  assert.equal(stdout, 'function', stderr);
});
