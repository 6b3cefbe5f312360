import { globSync, readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface CodeBlock {
  /** `docs/backend.md:17`, the line of its first line of code. */
  readonly where: string;
  /** `ts`, `html`, `sh`, … */
  readonly language: string;
  /** What stands after the language on the fence. */
  readonly note: string;
  readonly code: string;
}

/** A Markdown page of the project. */
export interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
  /** The text with the blocks blanked out, line by line. */
  readonly prose: string;
}

const fence = /^( *)```(\w*) ?(.*)$/;

function readPage(path: string): Page {
  const text = readFileSync(path, 'utf8');
  const blocks: CodeBlock[] = [];
  const prose: string[] = [];
  let open: { start: number; language: string; note: string; lines: string[] } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const found = fence.exec(line);
    if (found && open === null)
      open = { start: index + 2, language: found[2] ?? '', note: found[3] ?? '', lines: [] };
    else if (found && open !== null) {
      const { start, language, note, lines } = open;
      blocks.push({ where: `${path}:${start}`, language, note, code: `${lines.join('\n')}\n` });
      open = null;
    } else if (open !== null) open.lines.push(line);
    prose.push(found || open !== null ? '' : line);
  }
  if (open !== null) throw new Error(`${path}: a block that begins in line ${open.start - 1} has no end.`);
  return { path, text, blocks, prose: prose.join('\n') };
}

/** README, CONTRIBUTING, CHANGELOG and everything below `docs`. */
export const pages: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md'),
]
  .sort()
  .map(readPage);

/** One page by its path. Throws where there is none. */
export function page(path: string): Page {
  const found = pages.find((candidate) => candidate.path === path);
  if (!found) throw new Error(`There is no page ${path}.`);
  return found;
}

/** The headings of a page by their anchor, as GitHub makes it, with the text up to the next heading of any level. */
export function sectionsOf({ prose, text }: Page): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  const lines = text.split('\n');
  const heads = prose.split('\n').flatMap((line, index) => (/^#{1,6} /.test(line) ? [index] : []));
  for (const [at, index] of heads.entries()) {
    const title = (lines[index] ?? '').replace(/^#+ /, '');
    const anchor = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    sections.set(anchor, lines.slice(index + 1, heads[at + 1]).join('\n'));
  }
  return sections;
}
