import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { build, type Rolldown } from 'vite';
import { packAndInstall } from '../support/packed.js';

const { project } = packAndInstall();

/** What Vite makes, for production, of a project that consists of these lines: the code that is there at the start. */
async function bundle(name: string, source: string): Promise<string> {
  const entry = join(project, `${name}.js`);
  writeFileSync(entry, source);
  const output = (await build({
    root: project,
    configFile: false,
    logLevel: 'warn',
    build: { write: false, minify: true, rolldownOptions: { input: entry, preserveEntrySignatures: false } },
  })) as Rolldown.RolldownOutput;
  return output.output
    .filter((file) => file.type === 'chunk' && file.isEntry)
    .map((file) => (file.type === 'chunk' ? file.code : ''))
    .join('\n');
}

const defines = /customElements\.define\(/;

test('importing the package for its effect keeps the element', async () => {
  const code = await bundle('effect', `import 'dwolla-exchange-link';`);
  assert.match(code, defines);
  assert.match(code, /attachShadow/);
});

for (const entryPoint of ['react', 'preact', 'solid', 'svelte', 'vue'])
  test(`so does importing the entry point for ${entryPoint}`, async () => {
    assert.match(await bundle(entryPoint, `import 'dwolla-exchange-link/${entryPoint}';`), defines);
  });

test('so does importing the element that goes on to a funding source', async () => {
  const code = await bundle('funding', `import 'dwolla-exchange-link/add-funding-source';`);
  assert.match(code, defines);
  // The one function that defines is called with each tag and its class.
  for (const tag of ['dwolla-exchange-link', 'dwolla-add-funding-source'])
    assert.match(code, new RegExp(`\\w\\(["'\`]${tag}["'\`],\\w`));
});

test('the client alone needs neither an element nor more than 1.5 kB', async () => {
  const source = `import { createExchangeClient } from 'dwolla-exchange-link/client'; console.log(createExchangeClient);`;
  const code = await bundle('client', source);
  assert.doesNotMatch(code, /attachShadow|customElements|document/);
  assert.ok(
    gzipSync(code, { level: 9 }).length <= 1500,
    `${gzipSync(code, { level: 9 }).length} bytes of gzip`,
  );
});

test('the entry point for React leaves the code of the other element until it is used', async () => {
  const code = await bundle('react-alone', `import 'dwolla-exchange-link/react';`);
  assert.doesNotMatch(code, /choosing-partner/);
});

test('a class that nobody uses costs nothing', async () => {
  const code = await bundle('unused', `import 'dwolla-exchange-link/element'; console.log('mine');`);
  assert.ok(code.length < 200, code);
});

test('the class entry point defines nothing', async () => {
  const source = `import { DwollaExchangeLink } from 'dwolla-exchange-link/element'; console.log(DwollaExchangeLink);`;
  assert.doesNotMatch(await bundle('class', source), defines);
});

test('naming the partner of a session needs neither the element nor Lit', async () => {
  const source = `import { classifySession } from 'dwolla-exchange-link/element'; console.log(classifySession({}));`;
  const code = await bundle('classify', source);
  assert.doesNotMatch(code, /attachShadow/);
});
