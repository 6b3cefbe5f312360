import { fieldsOf } from './backend.js';
import type { Connection, FundingSource } from './next-step.js';

/** The `id` of what the backend made; throws where the answer names none. */
export function idIn(answer: unknown): string {
  const { id } = fieldsOf(answer);
  if (typeof id !== 'string' || id === '')
    throw new Error('The backend made something and did not say its id.');
  return id;
}

/** The accounts that wait to be exchanged (MX). */
export function connectionsIn(answer: unknown): readonly Connection[] {
  const { connections } = fieldsOf(answer);
  if (!Array.isArray(connections)) return [];
  return connections.map((item) => {
    const { availableConnectionToken, name } = fieldsOf(item);
    return { token: String(availableConnectionToken), name: String(name) };
  });
}

/** A funding source as `GET /funding-sources/{id}` tells of it. */
export function fundingSourceIn(answer: unknown): FundingSource {
  const { name, type, status, bankName, card } = fieldsOf(answer);
  const { brand, lastFour } = fieldsOf(card);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const facts = [text(bankName), text(brand), text(lastFour) && `•••• ${text(lastFour)}`, text(status)];
  return { id: idIn(answer), name: text(name), type: text(type), facts: facts.filter((fact) => fact !== '') };
}

/** A balance as people read it (`1,100.00 USD`), in the language of the page. */
export function balanceIn(answer: unknown, language: string): string {
  const { value, currency } = fieldsOf(fieldsOf(answer)['balance']);
  const amount = new Intl.NumberFormat(language, { minimumFractionDigits: 2 }).format(Number(value));
  return `${amount} ${String(currency)}`;
}
