/** An opening tag of some HTML. */
export interface OpeningTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const tag = /<(\/?)([a-z][\w-]*)((?:\s+[^\s=>"'/]+(?:="[^"]*")?)*)\s*(\/?)>/g;
const attribute = /([^\s=>"'/]+)(?:="([^"]*)")?/g;
const empty = ['br', 'hr', 'img', 'input', 'link', 'meta'];

/** HTML without what is inside its scripts. */
const markup = (html: string): string => html.replace(/(<script\b[^>]*>)[\s\S]*?(<\/script>)/g, '$1$2');

/** What the scripts of some HTML say, one text each. */
export const inlineScripts = (html: string): readonly string[] =>
  [...html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, script = '']) => script)
    .filter((script) => script.trim() !== '');

/** The opening tags of some HTML as this project writes it: double quotes, no comments with tags. */
export function openingTags(html: string): readonly OpeningTag[] {
  return [...markup(html).matchAll(tag)]
    .filter(([, slash]) => slash === '')
    .map(([, , name = '', attributes = '']) => ({
      name,
      attributes: new Map(
        [...attributes.matchAll(attribute)].map(([, key = '', value = '']) => [key, value]),
      ),
    }));
}

/** Tags that are not closed, or closed where they were not open, and `<` that begin nothing. */
export function unclosedTags(html: string): readonly string[] {
  const wrong: string[] = [];
  const open: string[] = [];
  for (const [, slash, name = ''] of markup(html).matchAll(tag)) {
    if (slash === '' && !empty.includes(name)) open.push(name);
    else if (slash === '/' && open.pop() !== name) wrong.push(`</${name}>`);
  }
  const rest =
    markup(html)
      .replace(tag, '')
      .match(/<[^!]\S*/g) ?? [];
  return [...wrong, ...open, ...rest];
}
