// @ts-check
// Not a module: this page is also shown without an origin, where a module could not be fetched.
// It sends the host a message that looks like the partner's and comes from another window.
{
  const message = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  parent.parent.postMessage(message, '*');
  parent.postMessage('noise-made', '*');
}
