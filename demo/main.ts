import { render } from 'lit';
import { page } from './page.js';
import { Showcase } from './showcase.js';

const root = document.getElementById('showcase');
if (root === null) throw new Error('index.html has no #showcase');

let isDrawing = false;

/** Draws once for all changes of a task. */
function changed(): void {
  if (isDrawing) return;
  isDrawing = true;
  queueMicrotask(() => {
    isDrawing = false;
    draw();
  });
}

function draw(): void {
  const { theme } = showcase.settings;
  const { stage } = showcase;
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  const held = document.activeElement;
  const isFollowing = showcase.tab === 'events' && isAtEnd(inspected());
  if (root !== null) render(page(showcase), root);
  if (isFollowing) inspected()?.scrollTo({ top: Number.MAX_SAFE_INTEGER });
  keepFocus(held, stage);
}

const inspected = (): HTMLElement | null => document.getElementById('inspector-content');

/** Whoever reads the newest event sees the next ones too; whoever has scrolled up stays there. */
function isAtEnd(pane: HTMLElement | null): boolean {
  return pane !== null && pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40;
}

let stageBefore = '';

/** A step of the host page that takes its own button away hands the focus to the next one. */
function keepFocus(held: Element | null, stage: string): void {
  const isNew = stage !== stageBefore;
  stageBefore = stage;
  const isLost = held !== null && held !== document.body && !held.isConnected;
  if (isNew && isLost) document.querySelector<HTMLElement>('.next-step')?.focus();
}

const showcase = new Showcase(changed);
addEventListener('hashchange', () => {
  if (location.hash.includes('=') || location.hash === '') void showcase.follow(location.hash);
});
draw();
void showcase.start();
