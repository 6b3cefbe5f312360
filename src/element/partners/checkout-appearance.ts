import { ofDocument } from '../browser/document.js';
import { bare } from '../browser/own.js';

/** The element's custom properties by the name Flow has for what they colour. */
const colors: Readonly<Record<string, string>> = {
  colorAction: '--_accent',
  colorOutline: '--_accent',
  colorInverse: '--_on-accent',
  colorBackground: '--_surface',
  colorFormBackground: '--_surface',
  colorPrimary: '--_text',
  colorSecondary: '--_muted',
  colorDisabled: '--_muted',
  colorError: '--_error',
  colorBorder: '--_border',
  colorFormBorder: '--_border',
};

/** `rgb(…)`, as browsers resolve colours, in the hex that Flow's documentation asks for. Others as they are. */
const toHex = (color: string): string =>
  /^rgba?\(/.test(color)
    ? `#${(color.match(/[\d.]+/g) ?? [])
        // The fourth is how opaque it is, from 0 to 1.
        .map((part, at) => Math.round(Number(part) * (at < 3 ? 1 : 255)))
        .map((part) => part.toString(16).padStart(2, '0'))
        .join('')}`
    : color;

/**
 * The element's look as Flow's `appearance`. Resolved to concrete values, because Flow's fields are frames of another
 * origin, where this page's custom properties mean nothing.
 * @param container a child of the element, still empty, where the samples are put
 */
export function flowAppearance(container: HTMLElement): Record<string, unknown> {
  // A sample for each: WebKit does not report an element's computed style after a second change in one task.
  const resolve = (property: 'color' | 'border-top-left-radius', value: string): string => {
    const sample = ofDocument('createElement')('span');
    // Overrides page-wide styles for spans.
    sample.style.setProperty(property, value, 'important');
    container.append(sample);
    const resolved = getComputedStyle(sample).getPropertyValue(property);
    sample.remove();
    return resolved;
  };
  const appearance: Record<string, unknown> = bare({});
  for (const [name, property] of Object.entries(colors))
    appearance[name] = toHex(resolve('color', `var(${property})`));
  const radius = resolve('border-top-left-radius', 'var(--_radius)');
  const { fontFamily } = getComputedStyle(container);
  for (const font of ['subheading', 'footnote', 'button', 'input', 'label'])
    appearance[font] = { fontFamily };
  return { ...appearance, borderRadius: [radius, radius] };
}
