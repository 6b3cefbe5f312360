import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withInventory } from '../../scripts/script-inventory.js';

void test('the inventory of scripts in docs/security.md is what the registry says', () => {
  const { now, wanted } = withInventory();
  assert.match(wanted, /link-initialize\.js/);
  assert.equal(now, wanted, 'run: npx tsx scripts/script-inventory.ts');
});
