import { html, type TemplateResult } from 'lit';

/** What is told apart in a snippet, in the order it is looked for. */
const kinds = [
  ['comment', /<!--[\s\S]*?-->|(?<![:"'])\/\/.*/],
  ['string', /"[^"\n]*"|'[^'\n]*'/],
  ['tag', /<\/?[a-z][\w-]*|(?<=[\w"'}\s])\/?>(?=\n|<|$)/],
  ['attribute', /[@(]?[a-z][a-z-]*\)?(?==["{])/],
  ['keyword', /\b(?:import|from|type|export|class|function|async|await|const|return)\b/],
] as const;

const pattern = new RegExp(kinds.map(([name, { source }]) => `(?<${name}>${source})`).join('|'), 'g');

/** Code with its comments, strings, tags and keywords marked; enough for the snippets of this page, not a parser. */
export function highlighted(code: string): readonly (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    const kind = kinds.find(([name]) => match.groups?.[name] !== undefined)?.[0] ?? 'string';
    parts.push(code.slice(end, match.index), html`<span class="code-${kind}">${match[0]}</span>`);
    end = match.index + match[0].length;
  }
  return [...parts, code.slice(end)];
}
