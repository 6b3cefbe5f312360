// Dwolla's samples for MX: the session first, then MX's own widget with its link.
import { ConnectWidget } from '@mxenabled/web-widget-sdk';

window.mount = (place) => {
  let widget = null;
  let isGone = false;
  void fetch('/session?partner=mx')
    .then((answer) => answer.json())
    .then((session) => {
      const url = session._links['external-provider-session'].href;
      if (!isGone) widget = new ConnectWidget({ container: place, url });
    });
  return () => {
    isGone = true;
    widget?.unmount();
  };
};
