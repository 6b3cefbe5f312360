import type * as accountStep from './account-step/account-step.js';
import { loadChunk } from '../element/shared.js';
import { addEnglish } from './texts/localize.js';

/** The code of what comes after the partner's success: its states, its requests, its forms and their sentences. */
export type AccountStep = typeof accountStep;

let loading: Promise<AccountStep> | null = null;

async function load(): Promise<AccountStep> {
  try {
    const step = await loadChunk('account-step', () => import('./account-step/account-step.js'));
    addEnglish(step.texts);
    return step;
  } catch (error) {
    loading = null;
    throw error;
  }
}

/**
 * Fetches the account step, which nobody needs before the partner's success, once for all elements.
 * @throws what `import()` throws; the next call fetches it again
 */
export const loadAccountStep = (): Promise<AccountStep> => (loading ??= load());
