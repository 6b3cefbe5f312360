/** With what not every browser has. */
interface PageDocument extends Document {
  /** The page is made in advance; nobody may ever see it. */
  readonly prerendering?: boolean;
}

/**
 * Reads a member of the document that no element can hide: `<img name="createElement">` or `<form name="body">` on a page
 * shadows `document.createElement` or `document.body`, but not the members of `Document.prototype`.
 * @returns the value, or the method bound to the document; undefined where the browser has no such member
 */
export function ofDocument<Name extends keyof PageDocument>(name: Name): PageDocument[Name] {
  const member = Reflect.get(Document.prototype, name, document) as PageDocument[Name];
  return typeof member === 'function' ? (member.bind(document) as PageDocument[Name]) : member;
}

/** What code of others, Lit and the partners' scripts, calls on `document` by name. */
const calledByOthers = [
  'addEventListener',
  'body',
  'createComment',
  'createElement',
  'createTextNode',
  'createTreeWalker',
  'documentElement',
  'getElementById',
  'head',
  'importNode',
  'querySelector',
  'querySelectorAll',
] as const;

/**
 * A message for developers about elements that hide members of the document from third-party code.
 * @returns a sentence that names them, or '' where there are none
 */
export function describeHiddenMembers(): string {
  const hidden = calledByOthers.filter(
    (name) => document[name] !== Reflect.get(Document.prototype, name, document),
  );
  return hidden.length
    ? `Elements of this page named ${hidden.join(', ')} hide what document has under these names: rename them.`
    : '';
}
