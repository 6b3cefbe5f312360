import { createHandler, StartServer } from '@solidjs/start/server';

const Page = ({ assets, children, scripts }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>Linked accounts</title>
      <link rel="icon" href="data:," />
      {assets}
    </head>
    <body>
      <div id="app">{children}</div>
      {scripts}
    </body>
  </html>
);

export default createHandler(() => <StartServer document={Page} />);
