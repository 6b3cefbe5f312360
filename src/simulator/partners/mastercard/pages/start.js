// @ts-check
// Connect goes on to its own page after loading, so that hosts see `load` twice.
window.addEventListener('load', () => setTimeout(() => location.replace(`/connect${location.search}`)));
