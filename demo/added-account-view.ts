import { html, nothing, type TemplateResult } from 'lit';
import type { AddedAccount } from './added-account.js';
import { partnerCards } from './catalogue.js';
import type { HostPageTexts } from './host-page-texts.js';
import type { Problem } from './problem.js';
import type { Showcase } from './showcase.js';

/** What the host page shows once `<dwolla-add-funding-source>` has finished. */
export function addedAccountView(showcase: Showcase, texts: HostPageTexts): TemplateResult {
  const { added, isRenewed } = showcase;
  const { account, isBusy, problem } = added;
  return html`<div
    class="next-step"
    role="group"
    aria-label=${texts.steps[2]}
    tabindex="-1"
    aria-busy=${isBusy}
  >
    ${account ? addedCard(account, showcase, texts) : isRenewed ? renewedCard(showcase, texts) : nothing}
    <p class="next-busy" role="status">${isBusy ? texts.working : ''}</p>
    <div role="alert">${problem === null ? nothing : problemView(problem, showcase, texts)}</div>
  </div>`;
}

/** What can be done about it, and what the support wants to hear. */
function problemView({ code, remedy }: Problem, showcase: Showcase, texts: HostPageTexts): TemplateResult {
  return html`<div class="host-problem">
    <p>${texts.remedies[remedy]}</p>
    ${
      remedy === 'link-again'
        ? html`<button class="host-button host-button-quiet" @click=${() => showcase.startOver()}>
            ${texts.linkAgain}
          </button>`
        : nothing
    }
    ${code === '' ? nothing : codeLine(code, texts)}
  </div>`;
}

/** The backend's code, small. */
export function codeLine(code: string, texts: HostPageTexts): TemplateResult {
  return html`<p class="host-code">${texts.reference} <code>${code}</code></p>`;
}

function renewedCard(showcase: Showcase, texts: HostPageTexts): TemplateResult {
  return html`<div class="result">
    <h2 class="host-title">${texts.renewedTitle}</h2>
    <p class="host-lead">${texts.renewedLead}</p>
    ${anotherButton(showcase, texts)}
  </div>`;
}

function addedCard(account: AddedAccount, showcase: Showcase, texts: HostPageTexts): TemplateResult {
  const { added, configuration, settings } = showcase;
  const { name, type, status, balance, needsLogin, exchange } = account;
  const { language } = settings;
  const canForget =
    configuration?.mode === 'simulator' && partnerCards[settings.partner].renews && !needsLogin;
  return html`<div class="result">
    <h2 class="host-title">${texts.linkedTitle}</h2>
    <div class="funding-source">
      <span class="funding-mark" aria-hidden="true">✓</span>
      <div>
        <b>${name}</b>
        <span>${[type, status].filter(Boolean).join(' · ')}</span>
      </div>
      ${
        balance === null
          ? nothing
          : html`<div class="funding-balance"><span>${texts.balance}</span><b>${balance}</b></div>`
      }
    </div>
    ${
      needsLogin
        ? html`<p class="host-lead">${texts.stale}</p>
            ${codeLine('UpdateCredentials', texts)}`
        : nothing
    }
    <div class="host-actions">
      ${
        needsLogin
          ? html`<button
              class="host-button"
              @click=${() => showcase.choose({ exchange, scenario: 'manual' })}
            >
              ${texts.renew}
            </button>`
          : type === 'card'
            ? nothing
            : html`<button class="host-button host-button-quiet" @click=${() => added.readBalance(language)}>
                ${texts.readBalance}
              </button>`
      }
      ${
        canForget
          ? html`<button
              class="host-button host-button-quiet host-button-simulated"
              @click=${() => added.requireLogin(language)}
            >
              ${texts.letBankForget}
            </button>`
          : nothing
      }
      ${anotherButton(showcase, texts)}
    </div>
  </div>`;
}

function anotherButton(showcase: Showcase, texts: HostPageTexts): TemplateResult {
  const again = (): void => {
    void (showcase.settings.exchange === '' ? showcase.startOver() : showcase.choose({ exchange: '' }));
  };
  return html`<button class="host-button host-button-quiet" @click=${again}>${texts.another}</button>`;
}
