// @ts-check

/** What the server put into the page (`#session`). Each page knows the shape of its own. @returns {any} */
export function readSession() {
  return JSON.parse(document.getElementById('session')?.textContent || '{}');
}

/**
 * Asks the page's own origin. What is asked stands in the address: a test that stands between page and simulator
 * (`routePartners`) is not shown what Firefox posts.
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<any>} the JSON answer; rejects when the answer is not a success
 */
export async function post(path, body) {
  const response = await fetch(`${path}?body=${encodeURIComponent(JSON.stringify(body))}`, {
    method: 'POST',
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return response.json();
}
