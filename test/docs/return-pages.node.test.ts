import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import type { ExchangeHandlerOptions } from '../../src/server/index.js';
import { page } from './pages.js';

/** The options that an example of the page hands to the kit. */
function optionsOf(code: string): ExchangeHandlerOptions {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: { handler?: ExchangeHandlerOptions } = {};
  // In place of the kit: a function that answers its options.
  const kit = { createExchangeHandler: (options: ExchangeHandlerOptions) => options, userOf: () => null };
  runInNewContext(outputText, { exports: exported, require: () => kit, process });
  assert.ok(exported.handler);
  return exported.handler;
}

test('the URL for Visa is a registered one by the Host that a proxy hands on, whatever request.url says', async () => {
  const example = page('docs/return-pages.md').blocks.find(({ code }) =>
    code.includes('redirectUrl: ({ partner, request })'),
  );
  assert.ok(example);
  const { redirectUrl } = optionsOf(example.code);
  assert.ok(typeof redirectUrl === 'function');
  const asked = async (partner: 'visa' | 'plaid', host: string): Promise<string | null | undefined> => {
    const request = new Request('https://localhost:3000/api/dwolla/session', { headers: { host } });
    return redirectUrl({ partner, owner: { account: true }, request });
  };
  assert.equal(await asked('visa', 'shop.example'), 'https://shop.example/linked');
  assert.equal(await asked('visa', 'staging.shop.example'), 'https://staging.shop.example/linked');
  assert.equal((await asked('visa', 'evil.example')) ?? null, null);
  assert.equal(await asked('plaid', 'shop.example'), null);
});
