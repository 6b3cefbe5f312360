/** The exchange that comes of a success: Visa has made it, else your backend makes it. */
export async function exchangeOf(detail) {
  if (detail.partner === 'visa') return `visa exchange ${detail.exchangeId}`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/api/dwolla/exchanges', {
    method: 'POST',
    headers,
    body: JSON.stringify(detail),
  });
  const { id, message } = await response.json();
  return response.ok ? `${detail.partner} exchange ${id}` : `${response.status}: ${message}`;
}
