import { ConnectWidget } from '@mxenabled/web-widget-sdk';
import { note } from '../simulator/partners/shared/calls.js';

/** Shows MX's widget the way MX's web guide does, at a URL that the host's backend got. */
const launch = (url: string): void => {
  const widget = new ConnectWidget({
    container: '#here',
    url,
    onLoaded: note('onLoaded'),
    onSelectedInstitution: note('onSelectedInstitution'),
    onEnterCredentials: note('onEnterCredentials'),
    onMemberStatusUpdate: note('onMemberStatusUpdate'),
    onMemberConnected: note('onMemberConnected'),
    onConnectedPrimaryAction: note('onConnectedPrimaryAction'),
    onCreateMemberError: note('onCreateMemberError'),
    onOAuthRequested: note('onOAuthRequested'),
    onOAuthError: note('onOAuthError'),
    onBackToSearch: note('onBackToSearch'),
    onStepChange: note('onStepChange'),
    onNavigation: note('onNavigation'),
    onInvalidMessageError: ({ data }: MessageEvent, { message }) =>
      note('onInvalidMessageError')(data, message),
  });
  Object.assign(window, { widget });
};

Object.assign(window, { launch });
