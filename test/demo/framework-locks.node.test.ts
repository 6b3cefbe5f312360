import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { apps, testedProjects } from '../../scripts/frameworks.mjs';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<
    Record<string, Partial<Manifest> & { readonly resolved?: string; readonly integrity?: string }>
  >;
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
// Both are written by npm, in npm's own shapes.
const { dependencies } = read('package.json') as Manifest;

for (const app of Object.keys({ ...apps, ...testedProjects }))
  test(`the packages of the ${app} app are locked, and the element is whatever was packed last`, () => {
    const { packages } = read(`demo/frameworks/${app}/package-lock.json`) as Lock;
    const element = packages['node_modules/dwolla-exchange-link'];
    assert.equal(element?.resolved, 'file:../dwolla-exchange-link.tgz');
    assert.equal(
      element.integrity,
      undefined,
      'Every build packs another file: delete the "integrity" of dwolla-exchange-link that npm install has written.',
    );
    assert.deepEqual(
      element.dependencies,
      dependencies,
      'package.json has other dependencies now: node scripts/lock-apps.mjs',
    );
  });
