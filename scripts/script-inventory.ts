// Makes the inventory of scripts in docs/security.md from the registry: `npx tsx scripts/script-inventory.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { partners, type PartnerName } from '../src/element/partners/registry.js';

const page = new URL('../docs/security.md', import.meta.url);
const marks = /(<!-- inventory -->\n)[\s\S]*?(<!-- \/inventory -->)/;

/** What the element puts on a payment page, by partner, as a Markdown table. */
function inventory(): string {
  const rows = (Object.keys(partners) as PartnerName[]).map((name) => {
    const { label, surface, hosts, script } = partners[name];
    const frames = hosts.map((host) => `\`https://${host}\` and subdomains`).join(', ');
    const shown = {
      frame: `frame from ${frames}`,
      page: `the page is left for ${frames}`,
      overlay: 'frames of its own script',
      inline: 'frames of its own script',
    }[surface];
    return `| ${label} | ${script ? `\`${script}\`` : 'none'} | ${script ? 'no: the partner changes it in place' : '–'} | ${shown} |`;
  });
  return [
    '| partner | script | can be pinned by a hash | what else it brings |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** docs/security.md with the inventory as it should be. */
export function withInventory(): { readonly now: string; readonly wanted: string } {
  const now = readFileSync(page, 'utf8');
  const table = inventory();
  return { now, wanted: now.replace(marks, (_, start: string, end: string) => `${start}\n${table}\n${end}`) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, withInventory().wanted);
