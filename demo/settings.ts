import {
  languages,
  launches,
  ownerNames,
  partnerNames,
  themes,
  type Language,
  type Launch,
  type OwnerName,
  type PartnerName,
  type Theme,
} from './catalogue.js';

/** Everything a visitor can choose; one link restores it. */
export interface Settings {
  readonly partner: PartnerName;
  readonly owner: OwnerName;
  /** Id of the exchange to re-authenticate, or empty for a first link. */
  readonly exchange: string;
  /** Name of a scenario of the simulator. */
  readonly scenario: string;
  readonly launch: Launch;
  readonly language: Language;
  readonly theme: Theme;
}

export const defaultSettings: Settings = {
  partner: 'plaid',
  owner: 'customer',
  exchange: '',
  scenario: 'manual',
  launch: 'auto',
  language: 'en',
  theme: 'system',
};

/** The demo's own place in the tab's storage: Visa's way back carries no state. */
const storageKey = 'dwolla-exchange-link-demo';

/**
 * The settings as the fragment of a link; what is default is left out. They live in the fragment, so that the parameters
 * of a way back (`?exchange=`, `?oauth_state_id=`) stay untouched.
 */
export function hashOf(settings: Settings): string {
  const parameters = new URLSearchParams();
  for (const name of Object.keys(defaultSettings) as (keyof Settings)[])
    if (settings[name] !== defaultSettings[name]) parameters.set(name, settings[name]);
  return parameters.size === 0 ? '' : `#${parameters}`;
}

/** Settings out of a fragment or of stored text; whatever is unknown falls back to its default. */
export function settingsIn(fragment: string): Settings {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const oneOf = <Name extends string>(name: keyof Settings, names: readonly Name[], otherwise: Name): Name =>
    names.find((candidate) => candidate === parameters.get(name)) ?? otherwise;
  const word = (name: keyof Settings, otherwise: string): string => {
    const value = parameters.get(name) ?? '';
    return /^[\w-]{1,64}$/.test(value) ? value : otherwise;
  };
  return {
    partner: oneOf('partner', partnerNames, defaultSettings.partner),
    owner: oneOf('owner', ownerNames, defaultSettings.owner),
    exchange: word('exchange', ''),
    scenario: word('scenario', defaultSettings.scenario),
    launch: oneOf('launch', launches, defaultSettings.launch),
    language: oneOf('language', languages, defaultSettings.language),
    theme: oneOf('theme', themes, defaultSettings.theme),
  };
}

/**
 * The settings to start with: a link's own, else what this tab had before it was left. Who comes for the first time finds
 * a button, and no modal that has opened by itself.
 */
export function openingSettings(): Settings {
  const known = location.hash.length > 1 ? location.hash : read(storageKey);
  return known === null ? { ...defaultSettings, launch: 'manual' } : settingsIn(known);
}

/** Keeps the settings in the address and in the tab. */
export function keepSettings(settings: Settings): void {
  const hash = hashOf(settings);
  history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`);
  write(storageKey, hash);
}

/** What the tab remembers under a name of ours, or null; a browser may refuse its storage altogether. */
export function recall(name: string): unknown {
  try {
    return JSON.parse(read(`${storageKey}:${name}`) ?? 'null');
  } catch {
    return null;
  }
}

/** Remembers plain data until the tab is closed. */
export function remember(name: string, value: unknown): void {
  write(`${storageKey}:${name}`, JSON.stringify(value));
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Storage is off or full: the page works, it only forgets.
  }
}
