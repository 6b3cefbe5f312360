const key = 'docs-tab';

const tabsOf = (root) => [...root.querySelectorAll('.vp-code-group .tabs label')];

/** Shows the tab of this name in every group that has it. */
function choose(name) {
  for (const label of tabsOf(document)) {
    if (label.textContent !== name) continue;
    const input = document.getElementById(label.htmlFor);
    if (input && !input.checked) input.click();
  }
}

let isChoosing = false;

/** Choosing presses tabs, which must not choose again. */
function chooseOnce(name) {
  if (isChoosing || name === null) return;
  isChoosing = true;
  choose(name);
  isChoosing = false;
}

/** Shows the tabs that the reader chose before, on the page that is shown now. */
export const showRememberedTabs = () => chooseOnce(localStorage.getItem(key));

/** Readers choose their framework once: in one group of tabs, for all of them and for later visits. */
export function rememberTabs() {
  document.addEventListener('click', ({ target }) => {
    const label = target instanceof Element ? target.closest('.vp-code-group .tabs label') : null;
    if (!label || isChoosing) return;
    localStorage.setItem(key, label.textContent);
    chooseOnce(label.textContent);
  });
}
